// Bare peer connections within one page: what no product can be better than.
// These functions are sent to pages as they stand, so they use nothing around
// them.

/** Milliseconds from nothing to the first picture over one bare link. */
export async function firstPicture(): Promise<number> {
  const camera = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  const video = document.createElement('video');
  video.muted = true;
  document.body.append(video);
  const begun = performance.now();
  const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
  one.onicecandidate = ({ candidate }) => void (candidate && other.addIceCandidate(candidate));
  other.onicecandidate = ({ candidate }) => void (candidate && one.addIceCandidate(candidate));
  other.ontrack = ({ streams, track }) => {
    if (track.kind !== 'video') return;
    video.srcObject = streams[0] ?? null;
    void video.play();
  };
  for (const track of camera.getTracks()) one.addTrack(track, camera);
  const shown = new Promise<number>((resolve) => {
    video.requestVideoFrameCallback(() => resolve(performance.now() - begun));
  });
  await one.setLocalDescription();
  if (one.localDescription) await other.setRemoteDescription(one.localDescription);
  await other.setLocalDescription();
  if (other.localDescription) await one.setRemoteDescription(other.localDescription);
  const took = await shown;
  one.close();
  other.close();
  camera.getTracks().forEach((track) => track.stop());
  video.remove();
  return took;
}

/** Everyone of so many sends the same camera to all the others, as the browser likes. */
export async function bareMesh(people: number): Promise<void> {
  const video = { width: 1280, height: 720 };
  const camera = await navigator.mediaDevices.getUserMedia({ audio: true, video });
  const link = async (): Promise<void> => {
    const ends = [new RTCPeerConnection(), new RTCPeerConnection()] as const;
    for (const [end, peer] of [ends, [...ends].reverse()] as RTCPeerConnection[][]) {
      if (!end || !peer) continue;
      end.onicecandidate = ({ candidate }) => void (candidate && peer.addIceCandidate(candidate));
      end.ontrack = ({ streams, track }) => {
        if (track.kind !== 'video') return;
        const video = document.createElement('video');
        video.muted = true;
        video.width = 320;
        video.srcObject = streams[0] ?? null;
        document.body.append(video);
        void video.play();
      };
      for (const track of camera.getTracks()) end.addTrack(track.clone(), camera.clone());
    }
    const [one, other] = ends;
    await one.setLocalDescription();
    if (one.localDescription) await other.setRemoteDescription(one.localDescription);
    await other.setLocalDescription();
    if (other.localDescription) await one.setRemoteDescription(other.localDescription);
  };
  for (let pair = 0; pair < (people * (people - 1)) / 2; pair++) await link();
}
