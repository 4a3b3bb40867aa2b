/** Measures a written table of neighbours again. */
package io.github.imagefeatures.neighbours.check;
