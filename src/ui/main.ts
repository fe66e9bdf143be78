/** The entry of the page: it opens running, at a pace that can be followed. */
import { mount } from 'svelte';
import { createSession } from '../app/session/create-session';
import { comingApi, type PageApi } from '../app/page-api';
import { isEmbedded } from '../app/share/embed';
import { loadOpeningRun } from '../app/run/opening-run';
import { loadReader } from '../app/run/reader';
import App from './App.svelte';
import { afterwards, beInUse } from './in-use';
import './theme.css';
import './base.css';
import { restoreTheme } from './header/theme';
import { loadBesideStage } from './load-beside-stage';
import { part } from './missing.svelte';
import MissingPart from './MissingPart.svelte';
import { Page } from './page.svelte';
import { Sharing } from './share/sharing.svelte';

restoreTheme();

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element with the id "app"');

// A script may ask for it as soon as the document has loaded, and the first run comes a little later.
window.interregnum = comingApi(open(target));

async function open(target: HTMLElement): Promise<PageApi> {
  const session = createSession(await loadOpeningRun());
  const page = new Page(session);
  const embedded = isEmbedded(location);
  const sharing = new Sharing(page, session, embedded);
  // What is about to be replaced is better not seen at all, as long as that takes but a moment.
  const mounted = sharing.soonReady().then(async () => {
    if (embedded) mount(MissingPart, { target, props: { keepRun: () => sharing.keepRun() } });
    mount(embedded ? (await loadEmbed()).default : App, { target, props: { page, sharing } });
  });
  void mounted.then(beInUse);
  // Whatever is opened or done first needs it; if it cannot be had by now, that asks again and says so.
  void afterwards(loadReader).catch(() => undefined);
  void Promise.all([sharing.ready, loadBesideStage()])
    .then(() => import('./version/watch'))
    .then(({ watchVersions }) => watchVersions(sharing, embedded));
  return window.interregnum;
}

const loadEmbed = part(() => import('./share/Embed.svelte'));
