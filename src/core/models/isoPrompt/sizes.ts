/** Edge lengths of the two graphs' tensors; tools/train/network.py has the same. */
export const CANVAS = 256;
export const FEATURES = 16;
export const FEATURE_SIZE = 64;
export const REGION = 96;
export const CONTEXT_SIZE = 24;
export const CHANNELS = 13;
/** The logit that stands for "outside the region that the decoder saw". */
export const OUTSIDE_LOGIT = -8;
