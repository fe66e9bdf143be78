/** The entry of the page: it opens running, at a pace that can be followed. */
import { mount } from 'svelte';
import { createSession } from '../app/create-session';
import { openingRun } from '../app/presets';
import App from './App.svelte';
import './theme.css';
import './base.css';
import { restoreTheme } from './header/theme';
import { loadTheRest } from './later';
import { Page } from './page.svelte';

restoreTheme();

const { session, ready } = createSession(openingRun());
const page = new Page(session);

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element with the id "app"');
mount(App, { target, props: { page } });

void ready.then((complaint) => {
  page.complaint = complaint;
  session.play();
  loadTheRest();
});
