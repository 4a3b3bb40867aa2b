"""A set of photographs in which every fault is known."""

import csv
import os
import random
import shutil
import tarfile
from pathlib import Path

import numpy
from PIL import Image

CLASSES = 25
OF_EACH = 20
OF_EACH_CONFLICT = 5
FOREIGN = 9
FLAT = {"nearly_black": (0, 0, 0), "nearly_white": (255, 255, 255), "one_colour": (90, 120, 30)}


class Planted:
    """Photographs of some classes with faults among them.

    folder: where they lie, a folder for each class.
    faults: paths below the folder of what was planted, by the name of the fault.
    labels: a file with the label and the split of each.
    """

    def __init__(self, archive, folder, seed=7):
        self.folder = Path(folder)
        self.faults = {}
        self._random = random.Random(seed)
        self._noise = numpy.random.default_rng(seed)
        self._unpack(archive)
        self.classes = sorted(path.name for path in self.folder.iterdir())
        photographs = sorted(self.folder.glob("*/*"))
        self.photographs = len(photographs)
        picked = self._random.sample(photographs, 4 * OF_EACH + 3 * OF_EACH_CONFLICT)
        few = [picked[at : at + OF_EACH_CONFLICT] for at in range(4 * OF_EACH, len(picked), OF_EACH_CONFLICT)]
        self._plant("copied", [self._copy(path, path.parent) for path in picked[:OF_EACH]])
        self._plant("enlarged", [self._save_again(path, 2, 95) for path in picked[OF_EACH : 2 * OF_EACH]])
        self._plant("recompressed", [self._save_again(path, 1, 80) for path in picked[2 * OF_EACH : 3 * OF_EACH]])
        self._plant("relabelled", [self._relabel(path) for path in picked[3 * OF_EACH : 4 * OF_EACH]])
        self._plant("two labels", [self._copy(path, self._other(path)) for path in few[0]])
        self._plant("two splits", [self._copy(path, path.parent) for path in few[1]])
        self._plant("other format", [self._save_as_png(path) for path in few[2]])
        self._plant("foreign", [self._foreign(number) for number in range(FOREIGN)])
        for kind, colour in FLAT.items():
            self._plant(kind, [self._flat(kind, colour)])
        self.labels = self._write_labels()

    def _unpack(self, archive):
        with tarfile.open(archive) as tar:
            members = sorted((member for member in tar if member.isfile()), key=lambda member: member.name)
            classes = sorted({Path(member.name).parent.name for member in members})
            wanted = set(self._random.sample(classes, CLASSES))
            for member in members:
                label = Path(member.name).parent.name
                if label in wanted:
                    target = self.folder / label / Path(member.name).name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(tar.extractfile(member).read())

    def _plant(self, fault, paths):
        self.faults[fault] = {os.path.relpath(path, self.folder) for path in paths}

    def _other(self, path):
        return self.folder / self._random.choice([name for name in self.classes if name != path.parent.name])

    def _copy(self, path, folder):
        return shutil.copy(path, folder / f"copy-{path.name}")

    def _relabel(self, path):
        return path.rename(self._other(path) / f"{path.parent.name}-{path.name}")

    def _save_again(self, path, scale, quality):
        image = Image.open(path)
        target = path.with_name(f"again-{path.name}")
        size = (image.width * scale, image.height * scale)
        image.resize(size, Image.Resampling.BICUBIC).save(target, quality=quality)
        return target

    def _save_as_png(self, path):
        target = path.with_suffix(".png")
        Image.open(path).save(target)
        return target

    def _write_labels(self):
        file = self.folder.with_name("labels.csv")
        with file.open("w", newline="") as lines:
            writer = csv.writer(lines)
            writer.writerow(["path", "label", "split"])
            for path in sorted(self.folder.glob("*/*")):
                name = os.path.relpath(path, self.folder)
                writer.writerow([name, path.parent.name, "test" if name in self.faults["two splits"] else "train"])
        return file

    def _foreign(self, number):
        draw = (self._grain, self._stripes, self._tiles)[number % 3]
        return self._save(draw(number), f"foreign-{number}.png")

    def _grain(self, number):
        return self._noise.integers(0, 256, (100, 100, 3))

    def _stripes(self, number):
        return (numpy.indices((100, 100)).sum(0) // (3 + number) % 2 * 255)[..., None].repeat(3, 2)

    def _tiles(self, number):
        return numpy.kron(self._noise.integers(0, 256, (10, 10, 3)), numpy.ones((10, 10, 1)))

    def _flat(self, kind, colour):
        return self._save(numpy.full((100, 100, 3), colour), f"{kind}.png")

    def _save(self, pixels, name):
        target = self.folder / self._random.choice(self.classes) / name
        Image.fromarray(pixels.astype(numpy.uint8)).save(target)
        return target
