using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;
using NVirt.Cli;
using NVirt.Testing;

namespace NVirt.Localization.Tests;

/// <summary>
/// Every language has all texts that English has. A file NAME.LANGUAGE.resx adds a language, which must then be complete.
/// </summary>
public sealed partial class TranslationTests
{
    // Texts that may be the same as in English: identical words, and the words of verdicts, which are names.
    private static readonly string[] Same =
    [
        "CLIENT", "CPU", "Clients", "Daemon", "Drift", "Emulator", "FORM", "Facilities", "Feature", "Features", "Form", "HOST", "HOSTS",
        "Host", "Host {0}", "Hosts", "Hosts: {0}", "Kernel", "Matrix", "Microcode", "Migration: [{0} %]", "NAME", "Name", "POOL", "POOLS",
        "PROBLEM", "PVR", "Plan", "Pool", "Pool {0}", "Pools", "Problem", "TEXT", "TSC", "Text", "URI", "UUID", "VERSION", "Version",
        "fatal", "undecided", "{0} (fatal)", "{0} Hz",
    ];

    private static readonly ResourceFile[] English = [.. ResourceFile.All.Where(f => f.Language.Length == 0)];

    private static readonly string[] Languages = [.. ResourceFile.All.Select(f => f.Language).Where(l => l.Length > 0).Distinct()];

    // Each English file with its translation, which is null if there is none yet.
    private static readonly (ResourceFile English, string Language, ResourceFile? Translated)[] Pairs =
    [
        .. from english in English
           from language in Languages
           select (english, language, ResourceFile.All.SingleOrDefault(f => f.Name == english.Name && f.Language == language)),
    ];

    [Fact]
    public void There_is_german() => Assert.Contains("de", Languages);

    [Fact]
    public void Every_text_is_translated() => Report.None(
        "texts have no translation",
        from pair in Pairs
        from key in pair.English.Texts.Keys
        where pair.Translated?.Texts.ContainsKey(key) != true
        select $"src/{pair.English.Name}.{pair.Language}.resx: {key} = {pair.English.Texts[key]}");

    [Fact]
    public void Nothing_is_translated_that_is_gone() => Report.None(
        "translations have no English text",
        from translated in ResourceFile.All.Where(f => f.Language.Length > 0)
        let english = Array.Find(English, f => f.Name == translated.Name)
        from key in translated.Texts.Keys
        where english?.Texts.ContainsKey(key) != true
        select $"src/{translated.Name}.{translated.Language}.resx: {key}");

    [Fact]
    public void Placeholders_are_the_same() => Report.None(
        "translations have other placeholders than the English text",
        from text in Translations()
        where !Placeholders(text.English).SetEquals(Placeholders(text.Translated))
        select $"{text.Place}: \"{text.English}\", \"{text.Translated}\"");

    [Fact]
    public void Translations_are_not_english() => Report.None(
        "translations are the same as the English text; translate them, or name them in Same",
        from text in Translations()
        where text.English == text.Translated && !Same.Contains(text.English, StringComparer.Ordinal)
        && Word().IsMatch(Placeholder().Replace(text.English, string.Empty))
        select $"{text.Place}: \"{text.English}\"");

    [Fact]
    public void What_is_the_same_in_every_language_is_in_use() =>
        Report.None("are in no file any more",
            Same.Except(Translations().Where(t => t.English == t.Translated).Select(t => t.English), StringComparer.Ordinal));

    [Fact]
    public void Translations_are_found_at_run_time() => Report.None(
        "resource files are in no assembly that .NET finds",
        from pair in Pairs
        let texts = new ResourceManager(pair.English.Name.Replace('/', '.'), AssemblyOf(pair.English))
            .GetResourceSet(new CultureInfo(pair.Language), createIfNotExists: true, tryParents: false)
        where texts is null || pair.Translated?.Texts.Keys.Any(key => texts.GetString(key) is null) == true
        select $"src/{pair.English.Name}.{pair.Language}.resx");

    private static IEnumerable<(string Place, string English, string Translated)> Translations() =>
        from pair in Pairs
        from text in pair.Translated?.Texts ?? new Dictionary<string, string>()
        where pair.English.Texts.ContainsKey(text.Key)
        select ($"src/{pair.English.Name}.{pair.Language}.resx: {text.Key}", pair.English.Texts[text.Key], text.Value);

    private static Assembly AssemblyOf(ResourceFile file)
    {
        string project = file.Name.Split('/')[0];
        return Assembly.Load(
            project switch
            {
                "NVirt.Cli" => "nvirt",
                "NVirt.Daemon" => "nvirtd",
                "NVirt.Fleet.Server" => "nvirt-fleetd",
                "NVirt.Native" => "libnvirt",
                _ => project,
            });
    }

    private static HashSet<string> Placeholders(string text) => [.. Placeholder().Matches(text).Select(m => m.Value)];

    [GeneratedRegex(@"\{\d+\}", RegexOptions.None, 60_000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\p{L}", RegexOptions.None, 60_000)]
    private static partial Regex Word();
}
