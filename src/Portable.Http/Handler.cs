namespace Portable.Http;

/// <summary>
/// Answers a request. The token is cancelled when the platform's deadline is near, when the client has disconnected, or when the
/// host shuts down. The handler then throws <see cref="OperationCanceledException"/>.
/// </summary>
public delegate ValueTask<AppResponse> Handler(AppRequest request, CancellationToken cancellationToken);
