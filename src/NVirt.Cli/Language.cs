using System.Globalization;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Cli;

/// <summary>The language of messages, by gettext's rules: LC_ALL, LC_MESSAGES or LANG names one, LANGUAGE several.</summary>
internal static class Language
{
    /// <summary>The language of the resources that are always there.</summary>
    public static readonly CultureInfo English = CultureInfo.InvariantCulture;

    /// <summary>The first language that is asked for and has messages; otherwise English.</summary>
    /// <param name="variable">Gives the value of an environment variable.</param>
    public static CultureInfo Choose(Func<string, string?> variable)
    {
        string locale = Value("LC_ALL") ?? Value("LC_MESSAGES") ?? Value("LANG") ?? "C";

        // The locale C turns translation off, whatever LANGUAGE says.
        string wishes = NameOf(locale) is "C" or "POSIX" ? locale : Value("LANGUAGE") ?? locale;
        foreach (string wish in wishes.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            string name = NameOf(wish);
            string language = name.Split('_')[0];
            if (language is "C" or "POSIX" or "en")
            {
                break;
            }

            if ((Find(name.Replace('_', '-')) ?? Find(language)) is { } found)
            {
                return found;
            }
        }

        return English;

        // An empty variable counts as unset.
        string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;
    }

    // Of "de_AT.UTF-8@euro" the part "de_AT".
    private static string NameOf(string locale) => locale.Split('.', '@')[0];

    private static CultureInfo? Find(string tag)
    {
        try
        {
            CultureInfo culture = CultureInfo.GetCultureInfo(tag);
            return Messages.ResourceManager.GetResourceSet(culture, createIfNotExists: true, tryParents: false) is null ? null : culture;
        }
        catch (CultureNotFoundException)
        {
            // No language can have this name.
            return null;
        }
    }
}
