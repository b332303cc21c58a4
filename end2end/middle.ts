// Someone between two people: changes what the server hands on between them,
// so that each is connected to a page of theirs, which passes on everything.

import type { Page } from '@playwright/test';

import type { Person } from './people';

/** What becomes of the words by which each end says who it is. */
export type Manner =
  /** They are handed on as they are. */
  | 'relays'
  /** They are not. */
  | 'drops'
  /** They are said anew, about the middle's certificate, signed by its key. */
  | 'forges';

type Side = 'near' | 'far';

/** What the middle has read on the way. */
interface Read {
  room: string;
  epoch: string;
  near: string;
  far: string;
}

interface Workshop {
  read: Read;
  /** What of an offer of one side to tell the other. */
  offer(from: Side, sdp: string): Promise<string>;
  answer(from: Side, sdp: string): Promise<string>;
  candidates(from: Side, candidates: { candidate: string; mid?: string; line?: number }[]): Promise<void>;
  /** How many words about who is who have come by. */
  attests: number;
}

declare global {
  interface Window {
    workshop: Workshop;
  }
}

/** From the next load on, `victim` reaches nobody but through `page`. */
export async function standsBetween(page: Page, manner: Manner, victim: Person): Promise<void> {
  await page.evaluate(install, manner);
  await victim.page.routeWebSocket(/\/socket$/, (socket) => {
    const server = socket.connectToServer();
    const pass = (side: Side, send: (frame: string) => void) => {
      let before = Promise.resolve();
      return (frame: string | Buffer) => {
        before = before.then(async () => {
          const told = await change(page, side, String(frame));
          if (told !== undefined) send(told);
        });
      };
    };
    socket.onMessage(pass('near', (frame) => server.send(frame)));
    server.onMessage(pass('far', (frame) => socket.send(frame)));
  });
}

/** A frame as it goes on, if it does. */
async function change(page: Page, side: Side, frame: string): Promise<string | undefined> {
  const parsed = JSON.parse(frame);
  const read: Partial<Read> = {};
  const welcome = parsed.welcome;
  if (welcome) Object.assign(read, { room: welcome.room.id, epoch: welcome.room.epoch, near: welcome.session });
  const told = parsed.told?.event?.signal;
  if (told) read.far = told.from;
  const signal = (told ?? parsed.signal)?.signal;
  if (parsed.signal) read.far = parsed.signal.to;
  await page.evaluate((read) => Object.assign(window.workshop.read, read), read);
  const content = signal?.content;
  for (const kind of ['offer', 'answer'] as const) {
    if (!content?.[kind]) continue;
    const words = [kind, side, content[kind].sdp] as const;
    content[kind].sdp = await page.evaluate(([kind, side, sdp]) => window.workshop[kind](side, sdp), words);
  }
  if (content?.candidates) {
    const found = [side, content.candidates.candidates] as const;
    await page.evaluate(([side, candidates]) => window.workshop.candidates(side, candidates), found);
    return undefined;
  }
  return JSON.stringify(parsed);
}

/** The script. It is sent to the page as it stands, so it uses nothing around it. */
function install(manner: Manner): void {
  const connect = () => new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  const ends = { near: connect(), far: connect() };
  const listen = (end: RTCPeerConnection) => end.createDataChannel('', { negotiated: true, id: 0 });
  const channels = { near: listen(ends.near), far: listen(ends.far) };
  const across = (side: Side): Side => (side === 'near' ? 'far' : 'near');

  const bytes = (text: string) =>
    Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
  const text = (bytes: Uint8Array) =>
    btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const parts = (list: Uint8Array[]) =>
    Uint8Array.from(
      list.flatMap((part) => [...new Uint8Array(new Uint32Array([part.length]).buffer).reverse(), ...part]),
    );
  const building = ({ incarnation, build }: { incarnation: number; build: number }) =>
    Uint8Array.from([incarnation, build].flatMap((it) => [...new Uint8Array(new Uint32Array([it]).buffer).reverse()]));
  const key = crypto.subtle.generateKey('Ed25519', false, ['sign']) as Promise<CryptoKeyPair>;

  /** As the speaker would have said it, had they this certificate and key. */
  const forge = async (attest: any, speaker: Side): Promise<void> => {
    const listener = across(speaker);
    const sdp = ends[listener].localDescription?.sdp ?? '';
    const digits = /a=fingerprint:sha-256 (\S+)/.exec(sdp)?.[1] ?? '';
    const fingerprint = Uint8Array.from(digits.split(':'), (pair) => parseInt(pair, 16));
    const { room, epoch, ...sessions } = workshop.read;
    const ascii = new TextEncoder();
    const signed = parts([
      ascii.encode('chatmux link 1'),
      ascii.encode(room),
      bytes(epoch),
      bytes(sessions[speaker]),
      bytes(sessions[listener]),
      building(attest.from),
      building(attest.to),
      fingerprint,
    ]);
    attest.fingerprint = text(fingerprint);
    attest.signature = text(new Uint8Array(await crypto.subtle.sign('Ed25519', (await key).privateKey, signed)));
  };

  const opened = (channel: RTCDataChannel) =>
    new Promise((resolve) =>
      channel.readyState === 'open' ? resolve(null) : channel.addEventListener('open', resolve, { once: true }),
    );
  for (const side of ['near', 'far'] as const) {
    let before = opened(channels[across(side)]);
    channels[side].addEventListener('message', ({ data }) => {
      before = before.then(async () => {
        const word = JSON.parse(data);
        if (word.attest) {
          workshop.attests += 1;
          if (manner === 'drops') return;
          if (manner === 'forges') await forge(word.attest, side);
        }
        channels[across(side)].send(JSON.stringify(word));
      });
    });
  }

  /** A description with all candidates in it. */
  const described = async (end: RTCPeerConnection, made: RTCSessionDescriptionInit): Promise<string> => {
    await end.setLocalDescription(made);
    while (end.iceGatheringState !== 'complete') {
      await new Promise((resolve) => end.addEventListener('icegatheringstatechange', resolve, { once: true }));
    }
    return end.localDescription?.sdp ?? '';
  };
  /** What comes in on one side goes out on the other. */
  const forward = (from: Side): void => {
    const outgoing = ends[across(from)].getTransceivers();
    ends[from].getTransceivers().forEach((line, place) => {
      line.direction = 'sendrecv';
      void outgoing[place]?.sender.replaceTrack(line.receiver.track);
    });
  };

  const workshop: Workshop = {
    attests: 0,
    read: { room: '', epoch: '', near: '', far: '' },
    async offer(from, sdp) {
      const other = ends[across(from)];
      await ends[from].setRemoteDescription({ type: 'offer', sdp });
      if (other.getTransceivers().length === 0) {
        for (const kind of ['audio', 'video', 'audio', 'video']) other.addTransceiver(kind);
      }
      forward(from);
      return described(other, await other.createOffer());
    },
    async answer(from, sdp) {
      const other = ends[across(from)];
      await ends[from].setRemoteDescription({ type: 'answer', sdp });
      forward(from);
      return described(other, await other.createAnswer());
    },
    async candidates(from, candidates) {
      for (const { candidate, mid, line } of candidates) {
        const init = { candidate, sdpMid: mid ?? null, sdpMLineIndex: line ?? null };
        await ends[from].addIceCandidate(init).catch(() => {});
      }
    },
  };
  Object.assign(window, { workshop });
}
