namespace Portable.Http;

/// <summary>Puts something around a handler: it may change the request, answer by itself, or change the answer.</summary>
public delegate Handler Middleware(Handler next);
