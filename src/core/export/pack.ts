/** The exports that nodes do; they speak to the store, so its pack has the words. */
import type { ExportsPack } from '../pack';
import { checkExportConfig, EXPORT_CONFIG_FIELDS } from './config';
import { Exporter } from './exporter';

export const exportsPack: ExportsPack = {
  config: EXPORT_CONFIG_FIELDS,
  safeguards: [],
  checkConfig: checkExportConfig,
  wire: {},
  noneFields: [],
  verbs: [],
  describe: ({ verb }) => verb,
  createExporter: (boot, state) => new Exporter(boot, state),
};
