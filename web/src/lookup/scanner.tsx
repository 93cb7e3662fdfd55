import { useEffect, useRef, useState } from "preact/hooks";
import { defineWords, useWords } from "../lib/language";

const words = defineWords(
  {
    aim: "Đưa mã QR vào giữa khung hình. Hình không được lưu hay gửi đi.",
    denied: "Không mở được máy ảnh. Cho phép dùng máy ảnh trong trình duyệt, hoặc nhập mã ở trên.",
  },
  {
    aim: "Hold the QR code in the middle of the picture. Nothing is stored or sent.",
    denied: "The camera cannot be opened. Allow it in the browser, or enter the code above.",
  },
);

const EVERY_MS = 200;

/** Reads a QR code with the camera. The reader is fetched only when it is opened. */
export function Scanner({ onText }: { readonly onText: (text: string) => void }) {
  const w = useWords(words);
  const video = useRef<HTMLVideoElement>(null);
  const [denied, setDenied] = useState(false);
  useEffect(() => {
    let open = true;
    let camera: MediaStream | null = null;
    async function read() {
      const { default: decode } = await import("qr/decode.js");
      camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (!open || !video.current) return;
      video.current.srcObject = camera;
      await video.current.play();
      const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      while (open && canvas && video.current) {
        const text = decodeText(video.current, canvas, decode);
        if (text) return onText(text);
        await new Promise((wait) => setTimeout(wait, EVERY_MS));
      }
    }
    read().catch(() => open && setDenied(true));
    return () => {
      open = false;
      for (const track of camera?.getTracks() ?? []) track.stop();
    };
  }, []);
  if (denied) return <p role="alert">{w.denied}</p>;
  return (
    <div class="scanner">
      <p role="status">{w.aim}</p>
      <video ref={video} playsInline muted aria-label={w.aim} />
    </div>
  );
}

type Decode = (image: ImageData) => string;

function decodeText(video: HTMLVideoElement, canvas: CanvasRenderingContext2D, decode: Decode): string | null {
  const { videoWidth: width, videoHeight: height } = video;
  if (!width || !height) return null;
  canvas.canvas.width = width;
  canvas.canvas.height = height;
  canvas.drawImage(video, 0, 0, width, height);
  try {
    return decode(canvas.getImageData(0, 0, width, height));
  } catch {
    // No code in this picture: the reader says so by throwing. The next picture may have one.
    return null;
  }
}
