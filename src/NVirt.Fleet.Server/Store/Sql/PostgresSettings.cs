using Npgsql;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>Connection strings of PostgreSQL. No message repeats one: there may be a password in it.</summary>
internal static class PostgresSettings
{
    private const int MostConnections = 20;

    private static readonly string[] Schemes = ["postgresql://", "postgres://"];
    private static readonly string[] Keys = ["host", "server"];

    /// <summary>Whether a text means PostgreSQL, and not a file.</summary>
    public static bool IsOne(string db) =>
        Schemes.Any(s => db.StartsWith(s, StringComparison.OrdinalIgnoreCase))
        || db.Split(';').Any(p => p.Split('=') is [var key, _, ..] && Keys.Contains(key.Trim(), StringComparer.OrdinalIgnoreCase));

    /// <summary>Reads one.</summary>
    /// <exception cref="StoreException">It is not one.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string db)
    {
        try
        {
            NpgsqlConnectionStringBuilder settings =
                Schemes.Any(s => db.StartsWith(s, StringComparison.OrdinalIgnoreCase)) ? FromUri(new Uri(db)) : new(db);
            if (string.IsNullOrEmpty(settings.Host))
            {
                throw new StoreException(Messages.Store_Connection);
            }

            // ContainsKey tells which words there are, and not which were said.
            if (!settings.ShouldSerialize("Max Auto Prepare"))
            {
                settings.MaxAutoPrepare = 64;
                settings.AutoPrepareMinUsages = 2;
            }

            // A server lets in 100 by default, and several replicas share them.
            if (!settings.ShouldSerialize("Maximum Pool Size"))
            {
                settings.MaxPoolSize = MostConnections;
            }

            settings.IncludeErrorDetail = false;
            settings.ApplicationName ??= "nvirt-fleetd";
            return settings;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException)
        {
            throw new StoreException(Messages.Store_Connection);
        }
    }

    // As libpq reads them: what stands after the question mark wins, and a host that is a folder is there.
    private static NpgsqlConnectionStringBuilder FromUri(Uri uri)
    {
        NpgsqlConnectionStringBuilder settings = [];
        string[] user = uri.UserInfo.Split(':', 2);
        Set("Host", Uri.UnescapeDataString(uri.Host));
        Set("Username", Uri.UnescapeDataString(user[0]));
        Set("Password", user.Length > 1 ? Uri.UnescapeDataString(user[1]) : string.Empty);
        Set("Database", Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')));
        if (uri.Port > 0)
        {
            settings.Port = uri.Port;
        }

        foreach (string pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            Set(KeyOf(Uri.UnescapeDataString(parts[0])), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : string.Empty);
        }

        return settings;

        void Set(string key, string value)
        {
            if (value.Length > 0)
            {
                settings[key] = value;
            }
        }
    }

    private static string KeyOf(string word) => word switch
    {
        "sslmode" => "SSL Mode",
        "sslrootcert" => "Root Certificate",
        "sslcert" => "SSL Certificate",
        "sslkey" => "SSL Key",
        "application_name" => "Application Name",
        "connect_timeout" => "Timeout",
        "user" => "Username",
        "dbname" => "Database",
        _ => word,
    };
}
