import { useState } from "preact/hooks";
import { defineWords, useWords } from "../../lib/language";
import { Button } from "../../ui/button";

const words = defineWords(
  { larger: "Phóng to", smaller: "Thu nhỏ", fit: "Vừa khung", turn: "Xoay phải", zoom: "Cỡ hiển thị" },
  { larger: "Larger", smaller: "Smaller", fit: "Fit", turn: "Turn right", zoom: "Size" },
);

const ZOOMS = [0.5, 0.75, 1, 1.5, 2, 3, 4] as const;
const FIT = 1;
const QUARTER = 90;

/** The next larger or smaller size; the last one stays. */
export function nextZoom(now: number, larger: boolean): number {
  return larger ? (ZOOMS.find((each) => each > now) ?? now) : (ZOOMS.findLast((each) => each < now) ?? now);
}

/** A scanned or photographed paper, made larger and turned as it is read. PDFs have the same tools in their own viewer. */
export function PictureView({ name, url }: { readonly name: string; readonly url: string }) {
  const w = useWords(words);
  const [zoom, setZoom] = useState<number>(FIT);
  const [turn, setTurn] = useState(0);
  const [ratio, setRatio] = useState(4 / 3);
  const lying = turn % (2 * QUARTER) !== 0;
  return (
    <>
      <p class="tools">
        <Button kind="plain" hidden={name} onPress={() => setZoom(nextZoom(zoom, true))}>
          {w.larger}
        </Button>
        <Button kind="plain" hidden={name} onPress={() => setZoom(nextZoom(zoom, false))}>
          {w.smaller}
        </Button>
        <Button kind="plain" hidden={name} onPress={() => setZoom(FIT)}>
          {w.fit}
        </Button>
        <Button kind="plain" hidden={name} onPress={() => setTurn((turn + QUARTER) % (4 * QUARTER))}>
          {w.turn}
        </Button>
        <span role="status" class="muted small">
          <span class="hidden">{w.zoom} </span>
          {Math.round(zoom * 100)}%
        </span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is larger than its frame is scrolled with keys too */}
      <section class="picture" aria-label={name} tabIndex={0}>
        <div class="picture-sheet" style={{ "--zoom": `${zoom}`, "--ratio": `${lying ? 1 / ratio : ratio}` }}>
          <img
            src={url}
            alt={name}
            style={{ "--turn": `${turn}deg`, "--across": lying ? `${ratio * 100}%` : "100%" }}
            onLoad={({ currentTarget: at }) => setRatio(at.naturalWidth / at.naturalHeight)}
          />
        </div>
      </section>
    </>
  );
}
