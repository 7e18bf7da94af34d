import { readCodes } from "./reader";

/** Why there is no picture. */
export type CameraProblem = "insecure" | "unsupported" | "denied" | "none" | "busy" | "reader";

/** The longer side of the picture that is read, in pixels. */
const WIDTH = 960;
const PAUSE_MS = 40;

function problem(error: unknown): CameraProblem {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "none";
  return name === "NotReadableError" || name === "AbortError" ? "busy" : "unsupported";
}

/** A camera that reads QR codes until it is stopped. */
export class Camera {
  #stream: MediaStream | null = null;
  #stopped = false;

  /** Shows the picture and tells of every code in it. Gives what is in the way, or null once it runs. */
  async start(
    video: HTMLVideoElement,
    oncode: (text: string) => void,
    onend: (why: CameraProblem) => void,
  ): Promise<CameraProblem | null> {
    // Browsers hide the camera from pages that did not come over https.
    if (!("mediaDevices" in navigator)) return window.isSecureContext ? "unsupported" : "insecure";
    try {
      const wanted = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 960 } };
      this.#stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
      if (this.#stopped) {
        this.stop();
        return null;
      }
      video.srcObject = this.#stream;
      await video.play();
    } catch (error) {
      if (this.#stopped) return null;
      this.stop();
      return problem(error);
    }
    void this.#read(video, oncode).catch(() => {
      this.stop();
      onend("reader");
    });
    return null;
  }

  stop(): void {
    this.#stopped = true;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
  }

  async #read(video: HTMLVideoElement, oncode: (text: string) => void): Promise<void> {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d", { willReadFrequently: true });
    while (context && !this.#stopped) {
      const scale = Math.min(1, WIDTH / Math.max(video.videoWidth, video.videoHeight, 1));
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      if (canvas.width > 0 && canvas.height > 0) {
        context.drawImage(video, 0, 0, canvas.width, canvas.height);
        const codes = await readCodes(context.getImageData(0, 0, canvas.width, canvas.height));
        if (!this.#stopped) codes.forEach(oncode);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
