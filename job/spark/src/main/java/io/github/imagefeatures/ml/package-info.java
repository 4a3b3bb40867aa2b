/** What other programs call: images to features as a stage of Spark ML's pipelines. */
package io.github.imagefeatures.ml;
