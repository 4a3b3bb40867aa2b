/** What all TensorFlow sessions of a process share: thread pools and the log. */
package io.github.imagefeatures.tensorflow;
