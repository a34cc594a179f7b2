using NVirt.Xml;

namespace NVirt.Fleet.Agent.Sending;

/// <summary>Where a service is, and how it is known to be the right one. Immutable.</summary>
/// <param name="Url">The base of its addresses: https, or http.</param>
public sealed record ServiceAddress(Uri Url)
{
    private const int LongestShown = 200;

    /// <summary>The file with certificates (PEM) of those who may vouch for the service; <see langword="null"/> for the system's.</summary>
    public string? Authority { get; init; }

    /// <summary>The file with this host's certificate (PEM); <see langword="null"/> for none.</summary>
    public string? Certificate { get; init; }

    /// <summary>The file with the key of that certificate (PEM).</summary>
    public string? Key { get; init; }

    /// <summary>Reads an address.</summary>
    /// <param name="text">A URL, for example <c>https://fleet.example:7420</c>; what follows the host is kept.</param>
    /// <param name="isInsecure">Whether http to other machines is allowed.</param>
    /// <exception cref="AgentException">It is none, or not allowed.</exception>
    public static ServiceAddress Parse(string text, bool isInsecure)
    {
        string shown = Text.OnOneLine(text, LongestShown);
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || !(url.Scheme is "https" or "http") || url.Query.Length > 0
            || url.Fragment.Length > 0)
        {
            throw new AgentException(Text.Of(Messages.Address_Senseless, shown));
        }

        if (url.UserInfo.Length > 0)
        {
            // It would stand in lists of processes and in logs.
            throw new AgentException(Messages.Address_Secret);
        }

        if (url.Scheme == "http" && !url.IsLoopback && !isInsecure)
        {
            throw new AgentException(Text.Of(Messages.Address_Insecure, shown));
        }

        return new ServiceAddress(url.AbsolutePath.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/"));
    }
}
