using NVirt.Fleet.Answers;

namespace NVirt.Fleet.Server.Pages;

/// <summary>The addresses of pages. Names are whatever hosts reported, so those that no path can have go into the query.</summary>
internal static class PageLinks
{
    /// <summary>What stands in a path for a name that is in the query.</summary>
    public const string InQuery = "~";

    /// <summary>The page of a host.</summary>
    public static string Host(string name) => Of("/hosts", "name", name);

    /// <summary>The page of a guest, by its id or its name.</summary>
    public static string Guest(string name) => Of("/guests", "id", name);

    /// <summary>The page of a guest whose name others have too.</summary>
    public static string GuestOn(string name, string host) =>
        IsPlain(name) ? With(Guest(name), ("host", host)) : With($"/guests/{InQuery}", ("id", name), ("host", host));

    /// <summary>The page of a pool.</summary>
    public static string Pool(string name) => Of("/pools", "name", name);

    /// <summary>The page with the reasons of a pair of classes.</summary>
    public static string Pair(string guests, string hosts) => IsPlain(guests) && IsPlain(hosts)
        ? $"/matrix/{Uri.EscapeDataString(guests)}/{Uri.EscapeDataString(hosts)}"
        : With($"/matrix/{InQuery}/{InQuery}", ("guestClass", guests), ("hostClass", hosts));

    /// <summary>An address with a query; what is not given is left out.</summary>
    public static string With(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        char sign = '?';
        foreach ((string name, string? value) in query)
        {
            if (!string.IsNullOrEmpty(value))
            {
                path += $"{sign}{name}={Uri.EscapeDataString(value)}";
                sign = '&';
            }
        }

        return path;
    }

    /// <summary>Where a value of a table leads to, by the name of its column; <see langword="null"/> for nowhere.</summary>
    public static string? Of(string column, object value) => value is not string name ? null : column switch
    {
        "host" or "to" or "hostClass" or "class" => Host(name),
        "guest" or "guestClass" => Guest(name),
        "pool" => Pool(name),
        _ => null,
    };

    private static string Of(string path, string key, string name) =>
        IsPlain(name) ? $"{path}/{Uri.EscapeDataString(name)}" : With($"{path}/{InQuery}", (key, name));

    // Browsers resolve dots, and servers leave escaped slashes as they are.
    private static bool IsPlain(string name) => name is not (InQuery or "." or "..") && name.AsSpan().IndexOfAny('/', '\\', '%') < 0;
}
