package io.github.imagefeatures.job.export;

/** What other tools open. */
public enum ExportForm {
  /** Arrays and a table of names, for NumPy and for what takes its arrays, such as FAISS. */
  NPY(new NumpyForm()),
  /** A folder of logs for the projector of TensorBoard. */
  PROJECTOR(new ProjectorForm()),
  /** A Parquet file for Apple's Embedding Atlas. */
  EMBEDDING_ATLAS(new EmbeddingAtlasForm());

  private final Form form;

  ExportForm(Form form) {
    this.form = form;
  }

  Form form() {
    return form;
  }
}
