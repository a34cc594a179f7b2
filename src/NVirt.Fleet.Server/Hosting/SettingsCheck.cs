using System.Net;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Settings;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Hosting;

/// <summary>Refuses settings that make no sense together, or that would let anybody in.</summary>
internal static class SettingsCheck
{
    private const int MostMinutes = 366 * 24 * 60;
    private const int MostMonths = 120;
    private const int FewestEvents = 1000;

    /// <summary>Checks them.</summary>
    /// <exception cref="SettingsException">The service must not run so.</exception>
    public static void Require(ServerSettings settings)
    {
        if (settings.Listen.IsDefaultOrEmpty)
        {
            throw new SettingsException(Messages.Settings_Nowhere);
        }

        foreach (string url in settings.Listen)
        {
            BindingAddress address;
            try
            {
                address = BindingAddress.Parse(url);
            }
            catch (FormatException e)
            {
                throw new SettingsException(Text.Of(Messages.Settings_Listen, url), e);
            }

            if ((address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps) || address.PathBase.Length > 0)
            {
                throw new SettingsException(Text.Of(Messages.Settings_Listen, url));
            }

            if (address.Scheme == Uri.UriSchemeHttps ? settings.Certificate is null || settings.Key is null
                : !settings.Insecure && !IsLocal(address.Host))
            {
                throw new SettingsException(Text.Of(
                    address.Scheme == Uri.UriSchemeHttps ? Messages.Settings_NoCertificate : Messages.Settings_Insecure, url));
            }
        }

        string? role = settings.People.Values.Concat(settings.Proxy?.Groups.Values ?? []).FirstOrDefault(r => !Roles.IsPeoples(r));
        if (role is not null)
        {
            throw new SettingsException(Text.Of(Messages.Settings_Role, role));
        }

        if (settings.Proxy is { } proxy && (proxy.Addresses.IsDefaultOrEmpty || proxy.Addresses.Any(a => !IPAddress.TryParse(a, out _))))
        {
            throw new SettingsException(Messages.Settings_Proxy);
        }

        if (settings.MaxAgeMinutes is < 1 or > MostMinutes || settings.WrongTokensPerMinute < 1)
        {
            throw new SettingsException(Text.Of(Messages.Settings_Range, MostMinutes));
        }

        if (settings.EventMonths is < 1 or > MostMonths || settings.MostEvents < FewestEvents)
        {
            throw new SettingsException(Text.Of(Messages.Settings_Events, MostMonths, FewestEvents));
        }
    }

    private static bool IsLocal(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
