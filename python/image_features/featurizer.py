"""The stage ImageFeaturizer of Spark ML, as PySpark's own stages are wrapped."""

from pyspark import keyword_only
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaTransformer

JAVA_CLASS = "io.github.imagefeatures.ml.ImageFeaturizer"


def _param(name, doc, convert=TypeConverters.toString):
    return Param(Params._dummy(), name, doc, typeConverter=convert)


class ImageFeaturizerReader(JavaMLReader):
    """Reads a featurizer that Java, Scala or Python has saved, with its weights."""

    @classmethod
    def _java_loader_class(cls, clazz):
        return JAVA_CLASS


class ImageFeaturizer(JavaTransformer, JavaMLReadable, JavaMLWritable):
    """
    Gives each row the features of its image: the same numbers as a run of image-features, 1,280 by default.

    The input column has images' whole files (binary, such as ``content`` of Spark's source
    ``binaryFile``) or their paths (string). Two columns are added: the features, and the rejection, a
    struct of ``reason`` and ``message``; of the two one is null. Streams are featurized like other
    tables. It wants the JAR of image-features on the class path of the session.
    """

    inputCol = _param("inputCol", "column of images: whole files, or their paths")
    outputCol = _param("outputCol", "column for the features")
    rejectionCol = _param("rejectionCol", "column for why an image has none: reason and message")
    outputType = _param("outputType", "features as 'vector' of doubles or 'array' of floats")
    handleInvalid = _param(
        "handleInvalid",
        "what becomes of a row whose image is rejected: 'keep' it with null features, 'skip' it, or 'error'",
    )
    batchSize = _param(
        "batchSize",
        "images decoded before the network runs on them; features do not depend on it",
        TypeConverters.toInt,
    )
    maxBytes = _param("maxBytes", "bytes of the largest file that is decoded", TypeConverters.toInt)
    maxPixels = _param(
        "maxPixels", "pixels, width times height, of the largest image that is decoded", TypeConverters.toInt
    )
    resampling = _param("resampling", "release of Pillow that images are resized like")
    orientation = _param(
        "orientation",
        "'exif' turns images upright by their metadata, 'ignore' leaves them as they are stored",
    )
    network = _param("network", "a network that is known by name, or path or address of an ONNX file")
    networkSha256 = _param("networkSha256", "SHA-256 that the ONNX file of 'network' must have")
    preprocessing = _param(
        "preprocessing",
        "how images become the ONNX file's input, a word or a JSON file; unset: looked for beside it",
    )
    networkOutput = _param(
        "networkOutput", "output of the ONNX file; unset: the first with one vector for each image"
    )
    pooling = _param(
        "pooling", "how the vectors of an image's tokens become one: 'cls', the first, or 'mean'"
    )
    engine = _param(
        "engine",
        "the library that computes the network, 'tensorflow' or 'onnxruntime'; unset: the network's own on the driver's architecture",
    )
    weights = _param(
        "weights",
        "path or address of the weights file; unset: looked for in models/ and in the user's cache, then downloaded",
    )
    weightsSha256 = _param("weightsSha256", "SHA-256 that the file of 'weights' must have")
    untrainedSeed = _param(
        "untrainedSeed",
        "seed of random weights in place of a file, for rehearsals: the features mean nothing",
        TypeConverters.toInt,
    )

    @keyword_only
    def __init__(
        self,
        *,
        inputCol=None,
        outputCol=None,
        rejectionCol=None,
        outputType=None,
        handleInvalid=None,
        batchSize=None,
        maxBytes=None,
        maxPixels=None,
        resampling=None,
        orientation=None,
        network=None,
        networkSha256=None,
        preprocessing=None,
        networkOutput=None,
        pooling=None,
        engine=None,
        weights=None,
        weightsSha256=None,
        untrainedSeed=None,
    ):
        """Each argument is the param of its name; those left out have the program's defaults."""
        super().__init__()
        self._java_obj = self._new_java_obj(JAVA_CLASS, self.uid)
        self._take_defaults()
        self._set(**self._input_kwargs)

    def _take_defaults(self):
        """The defaults are Java's, said once."""
        for param in self.params:
            java_param = self._java_obj.getParam(param.name)
            if self._java_obj.hasDefault(java_param):
                self._setDefault(**{param.name: self._java_obj.getDefault(java_param).get()})

    @classmethod
    def read(cls):
        """What reads a saved featurizer."""
        return ImageFeaturizerReader(cls)

    def setParams(self, **params):
        """Sets several params at once."""
        return self._set(**params)

    def getInputCol(self):
        """The value of inputCol."""
        return self.getOrDefault(self.inputCol)

    def setInputCol(self, value):
        """Sets inputCol."""
        return self._set(inputCol=value)

    def getOutputCol(self):
        """The value of outputCol."""
        return self.getOrDefault(self.outputCol)

    def setOutputCol(self, value):
        """Sets outputCol."""
        return self._set(outputCol=value)

    def getRejectionCol(self):
        """The value of rejectionCol."""
        return self.getOrDefault(self.rejectionCol)

    def setRejectionCol(self, value):
        """Sets rejectionCol."""
        return self._set(rejectionCol=value)

    def getOutputType(self):
        """The value of outputType."""
        return self.getOrDefault(self.outputType)

    def setOutputType(self, value):
        """Sets outputType."""
        return self._set(outputType=value)

    def getHandleInvalid(self):
        """The value of handleInvalid."""
        return self.getOrDefault(self.handleInvalid)

    def setHandleInvalid(self, value):
        """Sets handleInvalid."""
        return self._set(handleInvalid=value)

    def getBatchSize(self):
        """The value of batchSize."""
        return self.getOrDefault(self.batchSize)

    def setBatchSize(self, value):
        """Sets batchSize."""
        return self._set(batchSize=value)

    def getMaxBytes(self):
        """The value of maxBytes."""
        return self.getOrDefault(self.maxBytes)

    def setMaxBytes(self, value):
        """Sets maxBytes."""
        return self._set(maxBytes=value)

    def getMaxPixels(self):
        """The value of maxPixels."""
        return self.getOrDefault(self.maxPixels)

    def setMaxPixels(self, value):
        """Sets maxPixels."""
        return self._set(maxPixels=value)

    def getResampling(self):
        """The value of resampling."""
        return self.getOrDefault(self.resampling)

    def setResampling(self, value):
        """Sets resampling."""
        return self._set(resampling=value)

    def getOrientation(self):
        """The value of orientation."""
        return self.getOrDefault(self.orientation)

    def setOrientation(self, value):
        """Sets orientation."""
        return self._set(orientation=value)

    def getNetwork(self):
        """The value of network."""
        return self.getOrDefault(self.network)

    def setNetwork(self, value):
        """Sets network."""
        return self._set(network=value)

    def getNetworkSha256(self):
        """The value of networkSha256; None when it is unset."""
        return self.getOrDefault(self.networkSha256) if self.isDefined(self.networkSha256) else None

    def setNetworkSha256(self, value):
        """Sets networkSha256."""
        return self._set(networkSha256=value)

    def getPreprocessing(self):
        """The value of preprocessing; None when it is unset."""
        return self.getOrDefault(self.preprocessing) if self.isDefined(self.preprocessing) else None

    def setPreprocessing(self, value):
        """Sets preprocessing."""
        return self._set(preprocessing=value)

    def getNetworkOutput(self):
        """The value of networkOutput; None when it is unset."""
        return self.getOrDefault(self.networkOutput) if self.isDefined(self.networkOutput) else None

    def setNetworkOutput(self, value):
        """Sets networkOutput."""
        return self._set(networkOutput=value)

    def getPooling(self):
        """The value of pooling; None when it is unset."""
        return self.getOrDefault(self.pooling) if self.isDefined(self.pooling) else None

    def setPooling(self, value):
        """Sets pooling."""
        return self._set(pooling=value)

    def getEngine(self):
        """The value of engine; None when it is unset."""
        return self.getOrDefault(self.engine) if self.isDefined(self.engine) else None

    def setEngine(self, value):
        """Sets engine."""
        return self._set(engine=value)

    def getWeights(self):
        """The value of weights; None when it is unset."""
        return self.getOrDefault(self.weights) if self.isDefined(self.weights) else None

    def setWeights(self, value):
        """Sets weights."""
        return self._set(weights=value)

    def getWeightsSha256(self):
        """The value of weightsSha256; None when it is unset."""
        return self.getOrDefault(self.weightsSha256) if self.isDefined(self.weightsSha256) else None

    def setWeightsSha256(self, value):
        """Sets weightsSha256."""
        return self._set(weightsSha256=value)

    def getUntrainedSeed(self):
        """The value of untrainedSeed; None when it is unset."""
        return self.getOrDefault(self.untrainedSeed) if self.isDefined(self.untrainedSeed) else None

    def setUntrainedSeed(self, value):
        """Sets untrainedSeed."""
        return self._set(untrainedSeed=value)
