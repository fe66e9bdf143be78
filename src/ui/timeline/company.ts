/** All that the timeline needs for a run that has more than nodes; it comes with the first of those. */
export { companyArt } from './draw/company';
export { makeBeside } from './recorded/beside';
