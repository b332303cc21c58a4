// What a page holds on to, as the browser's own snapshot of its memory says.

import type { CDPSession } from '@playwright/test';

/** A snapshot, as DevTools saves it: numbers in fixed places, and texts. */
interface Snapshot {
  snapshot: {
    meta: {
      node_fields: string[];
      node_types: [string[], ...unknown[]];
      edge_fields: string[];
      edge_types: [string[], ...unknown[]];
    };
  };
  nodes: number[];
  edges: number[];
  strings: string[];
}

/**
 * Chromium holds on to a peer connection that is closed between a change of
 * its state and the event that tells of it: that event is never dispatched, and
 * refers to the connection (`RTCPeerConnection::ScheduleDispatchEvent`). No
 * page can do anything about it.
 */
const UNDELIVERED = 'RTCPeerConnection::Change';

/** How many of the browser's own objects of a kind the page holds on to. */
export async function held(inspector: CDPSession, kind: string): Promise<number> {
  return count(await snapshot(inspector), kind);
}

async function snapshot(inspector: CDPSession): Promise<Snapshot> {
  const chunks: string[] = [];
  const take = ({ chunk }: { chunk: string }) => chunks.push(chunk);
  inspector.on('HeapProfiler.addHeapSnapshotChunk', take);
  // What is garbage is collected before.
  await inspector.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  inspector.off('HeapProfiler.addHeapSnapshotChunk', take);
  return JSON.parse(chunks.join('')) as Snapshot;
}

/** Whatever can be reached from the root counts, by an edge that keeps alive. */
function count({ snapshot: { meta }, nodes, edges, strings }: Snapshot, kind: string): number {
  const node = places(meta.node_fields, 'type', 'name', 'edge_count');
  const edge = places(meta.edge_fields, 'type', 'name_or_index', 'to_node');
  const [native, weak] = [meta.node_types[0].indexOf('native'), meta.edge_types[0].indexOf('weak')];
  const numbered = new Set(['element', 'hidden'].map((type) => meta.edge_types[0].indexOf(type)));
  const read = (from: number[], at: number) => from[at] ?? NaN;

  // The edges of a node come right after those of the node before.
  const [nodeSize, edgeSize] = [meta.node_fields.length, meta.edge_fields.length];
  const firstEdges: number[] = [0];
  for (let at = 0; at < nodes.length; at += nodeSize) {
    firstEdges.push((firstEdges.at(-1) ?? 0) + read(nodes, at + node.edge_count) * edgeSize);
  }
  const isUndelivered = (at: number) =>
    !numbered.has(read(edges, at + edge.type)) &&
    (strings[read(edges, at + edge.name_or_index)] ?? '').includes(UNDELIVERED);

  const reached = new Set([0]);
  let found = 0;
  for (const at of reached) {
    if (read(nodes, at + node.type) === native && strings[read(nodes, at + node.name)] === kind) found += 1;
    const place = at / nodeSize;
    for (let from = read(firstEdges, place); from < read(firstEdges, place + 1); from += edgeSize) {
      if (read(edges, from + edge.type) !== weak && !isUndelivered(from)) {
        reached.add(read(edges, from + edge.to_node));
      }
    }
  }
  return found;
}

function places<Field extends string>(fields: string[], ...wanted: Field[]): Record<Field, number> {
  return Object.fromEntries(wanted.map((field) => [field, fields.indexOf(field)])) as Record<Field, number>;
}
