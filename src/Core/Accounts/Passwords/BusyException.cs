namespace Lessons;

/// <summary>More passwords are waiting to be hashed than can be hashed in some ten seconds.</summary>
public sealed class BusyException() : Exception("More passwords are waiting to be hashed than can be hashed in some ten seconds.");
