package io.github.imagefeatures.s3;

import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.Arrays;

/** Half of a body under the headers of the whole: the connection is lost in its middle. */
public final class ShorterBody implements ResponseTransformerV2 {
  /** For {@code withTransformers}. */
  public static final String NAME = "shorter-body";

  @Override
  public Response transform(Response response, ServeEvent event) {
    byte[] body = response.getBody();
    HttpHeaders headers = response.getHeaders();
    return Response.Builder.like(response)
        .headers(headers.plus(HttpHeader.httpHeader("Content-Length", "" + body.length)))
        .body(Arrays.copyOf(body, body.length / 2))
        .build();
  }

  @Override
  public boolean applyGlobally() {
    return false;
  }

  @Override
  public String getName() {
    return NAME;
  }
}
