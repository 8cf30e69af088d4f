using Portable.Http;

namespace Lessons;

/// <summary>
/// Answers a request of a logged-in user. <see cref="SessionGuard"/> turns this delegate into a <see cref="Handler"/>.
/// </summary>
public delegate ValueTask<AppResponse> UserHandler(AppRequest request, Session session, CancellationToken cancellationToken);
