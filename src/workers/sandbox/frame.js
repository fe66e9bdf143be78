// The whole of the hidden frame's script: it starts workers of the one script that it is given and ends them. It never runs
// anything of what they are sent, and what they have to say goes through their ports, past it.
'use strict';
(() => {
  const workers = new Map();
  let script = '';
  const tell = (message) => parent.postMessage(message, '*');
  const orders = {
    script({ text }) {
      script = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
      tell({ type: 'ready' });
    },
    start({ id, name }, [port]) {
      const worker = new Worker(script, { name });
      workers.set(id, worker);
      worker.onerror = (event) => {
        event.preventDefault();
        tell({ type: 'error', id, text: String(event.message ?? '').slice(0, 500) });
      };
      worker.postMessage(null, [port]);
    },
    end({ id }) {
      workers.get(id)?.terminate();
      workers.delete(id);
    },
  };
  addEventListener('message', (event) => {
    if (event.source === parent) orders[event.data.type]?.(event.data, event.ports);
  });
  tell({ type: 'open' });
})();
