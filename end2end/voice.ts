// Scripts that stand in for what no headless browser has: a voice that begins
// and ends when the test says so, a system that takes the microphone, a lock
// for the screen. Each is sent to the page as it stands.

declare global {
  interface Window {
    /** The voice is heard, or is not. */
    talk: (loud: boolean) => void;
    /** Locks of the screen: asked for, and given back. */
    locks: { asked: number; released: number };
  }
}

/** The microphone gives a steady tone while one talks, and silence otherwise. */
export function withAVoice(): void {
  if (location.protocol === 'about:') return;
  const ask = MediaDevices.prototype.getUserMedia;
  const gains: GainNode[] = [];
  let volume = 0;
  window.talk = (loud) => {
    volume = loud ? 0.4 : 0;
    for (const gain of gains) gain.gain.value = volume;
  };
  const voice = (): MediaStreamTrack => {
    const context = new AudioContext();
    const tone = new OscillatorNode(context, { frequency: 300 });
    const gain = new GainNode(context, { gain: volume });
    const out = new MediaStreamAudioDestinationNode(context);
    tone.connect(gain).connect(out);
    tone.start();
    gains.push(gain);
    return out.stream.getAudioTracks()[0]!;
  };
  MediaDevices.prototype.getUserMedia = async function (wish) {
    if (!wish?.audio) return ask.call(this, wish);
    const pictures = wish.video ? await ask.call(this, { video: wish.video }) : new MediaStream();
    return new MediaStream([voice(), ...pictures.getVideoTracks()]);
  };
}

/** Counts how often the screen is to stay awake. */
export function withALock(): void {
  if (location.protocol === 'about:') return;
  window.locks = { asked: 0, released: 0 };
  Object.defineProperty(navigator, 'wakeLock', {
    value: {
      request: (kind: string) => {
        if (kind !== 'screen') return Promise.reject(new TypeError(kind));
        window.locks.asked += 1;
        return Promise.resolve({
          release: () => {
            window.locks.released += 1;
            return Promise.resolve();
          },
        });
      },
    },
  });
}
