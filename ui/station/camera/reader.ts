import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

type Reader = (input: Blob | ImageData) => Promise<string[]>;

let reader: Promise<Reader> | undefined;

async function load(): Promise<Reader> {
  const { prepareZXingModule, readBarcodes } = await import("zxing-wasm/reader");
  // From this server: the library would fetch it from elsewhere.
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  return async (input) => {
    const found = await readBarcodes(input, { formats: ["QRCode"], maxNumberOfSymbols: 2, tryHarder: true });
    return found.filter((code) => code.isValid).map((code) => code.text);
  };
}

/** The texts of the QR codes in a picture. The reader itself comes with the first one. */
export async function readCodes(input: Blob | ImageData): Promise<string[]> {
  reader ??= load();
  try {
    return await (
      await reader
    )(input);
  } catch (error) {
    reader = undefined;
    throw error;
  }
}
