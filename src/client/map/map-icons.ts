import type { SiteLight } from '../../contract/sites.ts';

const size = 40;

/**
 * Draws the mark of a standing: shape and colour together, so that neither alone carries the meaning.
 * Drawn at twice the size it is shown in; null where the browser has no canvas.
 */
export function drawMark(light: SiteLight, colour: string): ImageData | null {
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  pen.fillStyle = colour;
  pen.strokeStyle = '#FFFFFF';
  pen.lineWidth = 4;
  pen.lineJoin = 'round';
  pen.beginPath();
  switch (light) {
    case 'clear':
      pen.arc(size / 2, size / 2, 13, 0, Math.PI * 2);
      break;
    case 'open':
      pen.moveTo(size / 2, 5);
      pen.lineTo(size - 5, size - 8);
      pen.lineTo(5, size - 8);
      pen.closePath();
      break;
    case 'overdue':
      pen.rect(7, 7, size - 14, size - 14);
      break;
    default:
      light satisfies never;
  }
  pen.stroke();
  pen.fill();
  return pen.getImageData(0, 0, size, size);
}
