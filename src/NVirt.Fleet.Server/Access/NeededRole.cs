namespace NVirt.Fleet.Server.Access;

/// <summary>What an endpoint needs of its caller; a route group or an endpoint has one.</summary>
/// <param name="Role">The least role.</param>
internal sealed record NeededRole(string Role);
