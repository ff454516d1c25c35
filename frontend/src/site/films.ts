import { all } from "../common/dom.ts";

/** Captions show from the first press: asked for before that, they would be fetched before anybody wanted the film. */
export function films(): void {
  for (const film of all<HTMLVideoElement>("video[data-film]")) {
    film.addEventListener(
      "play",
      () => {
        const captions = film.textTracks[0];
        if (captions) captions.mode = "showing";
      },
      { once: true },
    );
  }
}
