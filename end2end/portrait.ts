// A drawn person in front of the camera, for pictures worth looking at.
// Everything behind the camera is as it always is.

/** Colours of someone, and of the wall behind them. */
export interface Sitter {
  wall: string;
  hair: string;
  skin: string;
}

/** The script, for a page. */
export function sit({ wall, hair, skin }: Sitter): void {
  if (location.protocol === 'about:') return;
  const ask = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function (wish) {
    const stream = await ask.call(this, wish);
    for (const camera of stream.getVideoTracks()) {
      stream.removeTrack(camera);
      camera.stop();
      stream.addTrack(draw());
    }
    return stream;
  };

  function draw(): MediaStreamTrack {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
    const pen = canvas.getContext('2d')!;
    const disc = (x: number, y: number, width: number, height: number, colour: string) => {
      pen.fillStyle = colour;
      pen.beginPath();
      pen.ellipse(x, y, width, height, 0, 0, 2 * Math.PI);
      pen.fill();
    };
    const paint = () => {
      const sway = 8 * Math.sin(performance.now() / 700);
      const light = pen.createRadialGradient(440, 90, 20, 320, 240, 480);
      light.addColorStop(0, '#ffffff');
      light.addColorStop(0.35, wall);
      light.addColorStop(1, '#2b1850');
      pen.fillStyle = light;
      pen.fillRect(0, 0, 640, 480);
      disc(320 + sway / 2, 520, 200, 190, '#3a2466');
      disc(320 + sway, 190, 112, 120, hair);
      disc(320 + sway, 225, 88, 108, skin);
      disc(288 + sway, 215, 9, 11, '#2b1420');
      disc(352 + sway, 215, 9, 11, '#2b1420');
      pen.lineWidth = 7;
      pen.strokeStyle = '#8a3b3b';
      pen.beginPath();
      pen.arc(320 + sway, 252, 34, 0.25 * Math.PI, 0.75 * Math.PI);
      pen.stroke();
    };
    paint();
    setInterval(paint, 100);
    return canvas.captureStream(10).getVideoTracks()[0]!;
  }
}
