// The bench's page: a worker as the notebook's, asked one thing at a time.
const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
Object.assign(window, {
  measured: (request: unknown) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(request);
    }),
});
