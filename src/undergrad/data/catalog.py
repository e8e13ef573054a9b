"""The data sets that have a name: their files, checksums, classes, mirrors, licences."""

from __future__ import annotations

from dataclasses import dataclass, replace

from undergrad.errors import unknown

FILE_NAMES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)
"""The usual names of the four files of such a set: training images and labels, test images and labels."""


@dataclass(frozen=True)
class File:
    """One IDX file. `size` and `sha256` describe its decompressed bytes: compressors differ, contents do not."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Entry:
    """One data set. `files` are in the order of FILE_NAMES; `mirrors` are the addresses of folders that contain them.

    An `embedded` set comes with the package and has no mirrors. `train` and `test` count the samples.
    """

    name: str
    title: str
    class_names: tuple[str, ...]
    train: int
    test: int
    files: tuple[File, ...]
    mirrors: tuple[str, ...]
    licence: str
    citation: str
    homepage: str
    sample_shape: tuple[int, ...] = (28, 28)
    embedded: bool = False


def _files(train: int, test: int, *checksums: str, prefix: str = "") -> tuple[File, ...]:
    sizes = (16 + 784 * train, 8 + train, 16 + 784 * test, 8 + test)  # a header, then one byte a pixel or label
    names = (prefix + name for name in FILE_NAMES)
    return tuple(File(*file) for file in zip(names, sizes, checksums, strict=True))


_MNIST = Entry(
    name="mnist",
    title="MNIST, handwritten digits",
    class_names=tuple("0123456789"),
    train=60_000,
    test=10_000,
    files=_files(
        60_000,
        10_000,
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
    mirrors=(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
    licence="Yann LeCun, Corinna Cortes, Christopher J.C. Burges; CC BY-SA 3.0",
    citation="Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document recognition. "
    "Proceedings of the IEEE 86(11), 1998, pages 2278-2324",
    homepage="http://yann.lecun.com/exdb/mnist/",
)

_FASHION_MNIST = Entry(
    name="fashion-mnist",
    title="Fashion-MNIST, pictures of clothes",
    class_names=(
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ),
    train=60_000,
    test=10_000,
    files=_files(
        60_000,
        10_000,
        "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    ),
    mirrors=(
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    ),
    licence="Zalando SE, 2017; MIT",
    citation="H. Xiao, K. Rasul, R. Vollgraf: Fashion-MNIST: a novel image dataset for benchmarking machine learning "
    "algorithms. arXiv:1708.07747, 2017",
    homepage="https://github.com/zalandoresearch/fashion-mnist",
)

EMBEDDED_SAMPLES = 10_000
"""The number of embedded training images, the first of the complete set; all test images are embedded."""


def _embedded(complete: Entry, train_images: str, train_labels: str) -> Entry:
    """The first training samples and all test samples of `complete`; only the training files are new."""
    name = f"{complete.name}-10k"
    checksums = (train_images, train_labels, *(file.sha256 for file in complete.files[2:]))
    return replace(
        complete,
        name=name,
        title=f"{complete.title}: the first 10,000 for training, all for testing",
        train=EMBEDDED_SAMPLES,
        files=_files(EMBEDDED_SAMPLES, complete.test, *checksums, prefix=f"{name}-"),
        mirrors=(),
        embedded=True,
    )


CATALOG: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        _MNIST,
        _FASHION_MNIST,
        _embedded(
            _MNIST,
            "2889698e6bc3614913e76901316712919d1998fc2b44512451bfe65bc1e668b1",
            "651e38e2ac0632f5113ec18f1df4977117f953197819034009971a6675a0df78",
        ),
        _embedded(
            _FASHION_MNIST,
            "ed2e37ed5a3a57d212141a69fe0a0de5a7126ffba14ac3f7e76f5f52cc04b1f0",
            "a69f2dad024ca220a8c4d85f621fdf929042d40c444abde2868903e9220ad517",
        ),
    )
}


def entry(name: str) -> Entry:
    """The data set called `name`. Raises UsageError with the nearest name if there is none."""
    if name not in CATALOG:
        raise unknown("data set", name, CATALOG)
    return CATALOG[name]
