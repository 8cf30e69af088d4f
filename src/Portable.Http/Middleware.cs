namespace Portable.Http;

/// <summary>Wraps a handler. A middleware may change the request, answer the request itself, or change the response.</summary>
public delegate Handler Middleware(Handler next);
