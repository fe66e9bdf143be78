import { expect, test } from 'vitest';
import { WorkerShelf } from './worker-shelf';
import { FakeWorkers } from './worker-test-kit';

const OURS = { protocol: 'quorum' };

test('gives a node the worker that it had, once', () => {
  const workers = new FakeWorkers();
  const shelf = new WorkerShelf(workers.make);
  const first = shelf.take('n1', OURS);
  shelf.keep('n1', first, OURS);
  expect(shelf.take('n2', OURS)).not.toBe(first);
  expect(shelf.take('n1', OURS)).toBe(first);
  expect(shelf.take('n1', OURS)).not.toBe(first);
});

test('hears nothing from those that it keeps, and ends those that nobody took', () => {
  const workers = new FakeWorkers();
  const shelf = new WorkerShelf(workers.make);
  for (const id of ['n1', 'n2', 'n1']) {
    const worker = workers.make(id);
    worker.onmessage = worker.onerror = () => {
      throw new Error('nobody listens any more');
    };
    shelf.keep(id, worker, OURS);
    expect(worker.onmessage).toBeNull();
    expect(worker.onerror).toBeNull();
  }
  expect(workers.alive.map(({ nodeId }) => nodeId)).toEqual(['n2', 'n1']);
  shelf.clear();
  expect(workers.alive).toEqual([]);
  expect(shelf.take('n2', OURS).onmessage).toBeNull();
});
