/** Folders of images into tars of a stated size, from which a run reads with few requests. */
package io.github.imagefeatures.job.pack;
