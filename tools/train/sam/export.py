"""The running mean of a run as a folder that the transformers package and tools/export/sam.py read: export.py CHECKPOINT FOLDER"""
import sys

import torch

from train import Trained


def main():
    checkpoint, folder = sys.argv[1:]
    state = torch.load(checkpoint)
    model = Trained()
    model.load_state_dict(state["model"])
    with torch.no_grad():
        for weight, average in zip(model.parameters(), state["mean"]):
            weight.copy_(average)
    model.sam.save_pretrained(folder)


if __name__ == "__main__":
    main()
