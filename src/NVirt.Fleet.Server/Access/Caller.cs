namespace NVirt.Fleet.Server.Access;

/// <summary>Who asks. Immutable.</summary>
/// <param name="Name">A person's name, or that of a token or a host.</param>
/// <param name="Role">What it may do, one of <see cref="Roles"/>.</param>
/// <param name="Host">The host for which it may report; <see langword="null"/> if it is none.</param>
internal sealed record Caller(string Name, string Role, string? Host = null);
