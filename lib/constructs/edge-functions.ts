/**
 * What the distribution runs on a viewer's request, as source text: CloudFront's own small JavaScript, no modules.
 * The local runtime runs the same text.
 */

/** A folder's address ends with a slash and shows its index.html; without the slash it moves there. */
export const folderIndex = `function handler(event) {
  var request = event.request;
  var last = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (last === '') {
    request.uri += 'index.html';
  } else if (last.indexOf('.') === -1) {
    return {
      statusCode: 308,
      statusDescription: 'Permanent Redirect',
      headers: { location: { value: '/' + request.uri.replace(/^[\\/\\\\]+/, '') + '/' } }
    };
  }
  return request;
}
`;

/**
 * Puts the viewer's address into a header, over whatever the viewer sent there. CloudFront's own header for it cannot be
 * asked for together with "everything except Host", which API Gateway needs.
 */
export const viewerAddress = `function handler(event) {
  event.request.headers['x-doorstep-viewer'] = { value: event.viewer.ip };
  return event.request;
}
`;
