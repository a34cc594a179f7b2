using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NVirt.Fleet.Server.Settings;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Access;

/// <summary>
/// Finds out who asks: by a token, as a bearer's or as the password of a browser's dialogue; by a client certificate; or by what a trusted
/// proxy says. Safe for use by several threads.
/// </summary>
internal sealed class CallerFinder(ServerSettings settings, TokenFinder tokens)
{
    private readonly IPAddress[] _proxies = [.. settings.Proxy?.Addresses.Select(IPAddress.Parse) ?? []];

    /// <summary>Who asks; <see langword="null"/> if nothing says it, or what says it is wrong.</summary>
    /// <returns>The caller, and whether a secret was given.</returns>
    public async Task<(Caller? Caller, bool HasSecret)> FindAsync(HttpContext context)
    {
        if (SecretOf(context.Request) is { } secret)
        {
            StoredToken? token = Secrets.HashOf(secret) is { } hash
                ? await tokens.FindAsync(hash, context.RequestAborted) : null;
            return (token is null ? null : new Caller(token.Host ?? token.Id, token.Role, token.Host), true);
        }

        // Kestrel let in only certificates of those who may issue them.
        if (context.Connection.ClientCertificate is { } certificate)
        {
            string name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
            return (settings.People.TryGetValue(name, out string? role) ? new Caller(name, role)
                : name.Length == 0 ? null : new Caller(name, Roles.Host, name), false);
        }

        return (OfProxy(context), false);
    }

    /// <summary>What is kept of the secret that a request carries; <see langword="null"/> if it carries none.</summary>
    public static string? HashOf(HttpContext context) => SecretOf(context.Request) is { } secret ? Secrets.HashOf(secret) : null;

    private static string? SecretOf(HttpRequest request)
    {
        const string bearer = "Bearer ";
        const string basic = "Basic ";
        string? header = request.Headers.Authorization;
        if (header is null)
        {
            return null;
        }

        if (header.StartsWith(bearer, StringComparison.OrdinalIgnoreCase))
        {
            return header[bearer.Length..].Trim();
        }

        if (!header.StartsWith(basic, StringComparison.OrdinalIgnoreCase))
        {
            return string.Empty;
        }

        byte[] bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[basic.Length..].Trim(), bytes, out int length))
        {
            return string.Empty;
        }

        // The name before the colon is for the browser only.
        string text = Encoding.UTF8.GetString(bytes, 0, length);
        return text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }

    private Caller? OfProxy(HttpContext context)
    {
        if (settings.Proxy is not { } proxy || context.Connection.RemoteIpAddress is not { } address)
        {
            return null;
        }

        IPAddress from = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        string? user = context.Request.Headers[proxy.UserHeader];
        if (!_proxies.Contains(from) || string.IsNullOrEmpty(user))
        {
            return null;
        }

        string? role = context.Request.Headers[proxy.GroupsHeader].SelectMany(h => (h ?? string.Empty).Split(','))
            .Select(g => proxy.Groups.GetValueOrDefault(g.Trim())).OfType<string>()
            .OrderByDescending(r => Roles.All.Count(other => Roles.Includes(r, other))).FirstOrDefault();
        return role is null ? null : new Caller(user, role);
    }
}
