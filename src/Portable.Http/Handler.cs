namespace Portable.Http;

/// <summary>
/// Answers a request. The token is cancelled when the platform's deadline is near, the client has gone or the host ends;
/// a handler then throws <see cref="OperationCanceledException"/>.
/// </summary>
public delegate ValueTask<AppResponse> Handler(AppRequest request, CancellationToken cancellationToken);
