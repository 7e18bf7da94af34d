/** The longest message that is put together, in bytes: nobody holds up a longer one frame by frame. */
export const MAX_MESSAGE = 512 * 1024;
/** Fragments of one message. */
export const MAX_FRAGMENTS = 1024;
/** The longest text of one part, in characters: more than the largest QR code holds. */
export const MAX_PART = 8 * 1024;
