/**
 * Networks from ONNX files: what the file says of its input and output, how an image becomes that
 * input, and ONNX Runtime, which runs it. Nothing here reads files.
 */
package io.github.imagefeatures.network.onnx;
