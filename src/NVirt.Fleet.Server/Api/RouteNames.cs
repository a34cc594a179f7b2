namespace NVirt.Fleet.Server.Api;

/// <summary>Names in paths.</summary>
internal static class RouteNames
{
    /// <summary>The name that a path has: routes leave a slash inside a name as it was sent.</summary>
    public static string Of(string value) => value.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
