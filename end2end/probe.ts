// What a test has to know of a page and the page does not show: its peer
// connections with the pictures decoded on each, and its captured tracks.
// Installed before anything of ours runs; the product knows nothing of it.

/** One reading of a link. */
export interface Sample {
  /** Milliseconds since 1970. */
  at: number;
  /** Pictures decoded since the link was made. */
  frames: number;
}

export interface Probe {
  links: { connection: RTCPeerConnection; samples: Sample[] }[];
  tracks: MediaStreamTrack[];
  /** The place among `links` of the one whose pictures a tile shows, or -1. */
  linkOf(tile: Element): number;
}

/** Milliseconds from one reading to the next, if the page has its turn. */
export const PERIOD = 250;

/** What a camera gives: small, so that a call of four is little work. */
export interface Picture {
  width: number;
  height: number;
}

export const SMALL: Picture = { width: 160, height: 120 };

/** The script. It is sent to the page as it stands, so it uses nothing around it. */
export function install({ picture, period }: { picture: Picture; period: number }): void {
  if (location.protocol === 'about:') return;
  const probe: Probe = {
    links: [],
    tracks: [],
    linkOf(tile) {
      const stream = tile.querySelector('video')?.srcObject as MediaStream | null | undefined;
      const shown = stream?.getTracks() ?? [];
      return probe.links.findIndex(({ connection }) =>
        connection.getReceivers().some((receiver) => shown.includes(receiver.track)),
      );
    },
  };
  Object.assign(window, { probe });

  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      probe.links.push({ connection: this, samples: [] });
    }
  };

  const ask = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function (wish) {
    const video = wish?.video && { ...(wish.video as object), ...picture, frameRate: 10 };
    const stream = await ask.call(this, { ...wish, ...(video && { video }) });
    probe.tracks.push(...stream.getTracks());
    return stream;
  };

  const decoded = async (connection: RTCPeerConnection): Promise<number> => {
    let frames = 0;
    (await connection.getStats()).forEach((report) => {
      if (report.type === 'inbound-rtp' && report.kind === 'video') frames += report.framesDecoded;
    });
    return frames;
  };
  setInterval(() => {
    for (const { connection, samples } of probe.links) {
      if (connection.connectionState === 'closed') continue;
      const at = performance.timeOrigin + performance.now();
      decoded(connection).then(
        (frames) => samples.push({ at, frames }),
        () => {},
      );
    }
  }, period);

  addEventListener('pagehide', () => {
    const live = probe.tracks.filter((track) => track.readyState === 'live');
    sessionStorage.setItem('probe.live', String(live.length));
  });
  addEventListener('securitypolicyviolation', (event) => {
    console.error(`refused by the policy: ${event.violatedDirective} ${event.blockedURI}`);
  });
}

declare global {
  interface Window {
    probe: Probe;
  }
}
