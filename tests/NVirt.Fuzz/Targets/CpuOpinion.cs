using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NVirt.Cpu;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Fuzz.Targets;

/// <summary>A slow reading of a <c>cpu</c> element by the rules of cpu-rules.md 1.1, one after the other, without NUMA.</summary>
internal sealed partial class CpuOpinion
{
    private const int MaxDepth = 256;

    private readonly XElement _cpu;
    private readonly bool _isBare;
    private bool _isRefused;

    /// <summary>Reads an element.</summary>
    /// <param name="cpu">The element.</param>
    /// <param name="forced">The type, or <see langword="null"/> to use that of the element.</param>
    /// <param name="isBare">Whether its attributes belong to something else.</param>
    public CpuOpinion(XElement cpu, CpuType? forced, bool isBare = false)
    {
        _cpu = cpu;
        _isBare = isBare;
        Type = forced ?? (cpu.Element("arch") is null ? CpuType.Guest : CpuType.Host);
        Refuse(forced is null && Type == CpuType.Host && Own("match") is not null);
        Refuse(cpu.DescendantsAndSelf().Any(e => e.Ancestors().Count() >= MaxDepth));
        Model = NonEmpty(cpu.Element("model")?.Value);
        Vendor = NonEmpty(cpu.Element("vendor")?.Value);
        Refuse(Vendor is not null && Model is null);
        if (Type == CpuType.Host)
        {
            ReadHost();
        }
        else
        {
            ReadGuest();
        }

        ReadParts();
        ReadFeatures();
    }

    public CpuType Type { get; }

    public string? Mode { get; private set; }

    public string? Model { get; }

    public string? Vendor { get; }

    public List<string> Features { get; } = [];

    /// <summary>Whether it is to be accepted; <see langword="null"/> if NUMA decides.</summary>
    public bool? Accepts => _isRefused ? false : Type == CpuType.Guest && _cpu.Element("numa") is not null ? null : true;

    /// <summary>What a definition has and this does not.</summary>
    public string? Compare(CpuDefinition cpu)
    {
        string? mode = cpu.Mode is { } known ? CpuWords.Of(known) : null;
        string features = string.Join(' ', cpu.Features.Select(f => (f.Policy is { } p ? CpuWords.Of(p) + ":" : string.Empty) + f.Name));
        return cpu.Type != Type ? $"type {cpu.Type}"
            : mode != Mode ? $"mode {mode}, expected {Mode}"
            : cpu.Model != Model ? $"model {cpu.Model}, expected {Model}"
            : cpu.Vendor != Vendor ? $"vendor {cpu.Vendor}, expected {Vendor}"
            : features != string.Join(' ', Features) ? $"features {features}, expected {string.Join(' ', Features)}"
            : null;
    }

    private void ReadHost()
    {
        Refuse(Own("mode") is not null || Own("migratable") is not null || Model is null);
        Refuse(!CpuArchitectures.TryParse(_cpu.Element("arch")?.Value, out _));
        Number(_cpu.Element("microcode"), "version", 0, uint.MaxValue);
        if (_cpu.Element("signature") is { } signature)
        {
            Number(signature, "family", 1, uint.MaxValue, isRequired: true);
            Number(signature, "model", 0, uint.MaxValue, isRequired: true);
            Number(signature, "stepping", 0, uint.MaxValue, isRequired: true);
        }

        XElement? tsc = _cpu.Elements("counter").FirstOrDefault(c => (string?)c.Attribute("name") == "tsc");
        Number(tsc, "frequency", 0, ulong.MaxValue, isRequired: true);
        Word(tsc?.Attribute("scaling")?.Value, "yes", "no");
    }

    private void ReadGuest()
    {
        Mode = Own("mode") ?? "custom";
        Word(Mode, "custom", "host-model", "host-passthrough", "maximum");
        Word(Own("match"), "exact", "minimum", "strict");
        Word(Own("check"), "default", "none", "partial", "full");
        Word(Own("migratable"), "on", "off");
        Refuse(Own("migratable") is not null && Mode is not ("host-passthrough" or "maximum"));
        Word(Own("deprecated_features"), "on", "off");
        if (Mode is "custom" or "host-model")
        {
            Word(NonEmpty((string?)_cpu.Element("model")?.Attribute("fallback")), "allow", "forbid");
            string? id = NonEmpty((string?)_cpu.Element("model")?.Attribute("vendor_id"));
            Refuse(id is not null && (Encoding.UTF8.GetByteCount(id) != 12 || id.Contains(',', StringComparison.Ordinal)));
        }
    }

    private void ReadParts()
    {
        XElement? topology = _cpu.Element("topology");
        foreach (string part in new[] { "sockets", "cores", "threads", "dies", "clusters" })
        {
            Number(topology, part, 1, uint.MaxValue, isRequired: part is not ("dies" or "clusters"));
        }

        Refuse(_cpu.Elements("cache").Count() > 1);
        if (_cpu.Element("cache") is { } cache)
        {
            Number(cache, "level", 1, 3);
            Word((string?)cache.Attribute("mode") ?? string.Empty, "emulate", "passthrough", "disable");
        }

        if (_cpu.Element("maxphysaddr") is { } address)
        {
            string mode = (string?)address.Attribute("mode") ?? string.Empty;
            Word(mode, "emulate", "passthrough");
            Number(address, "bits", 0, int.MaxValue);
            Number(address, "limit", 1, int.MaxValue);
            Refuse(mode == "emulate" && address.Attribute("limit") is not null);
        }
    }

    private void ReadFeatures()
    {
        List<string> names = [];
        foreach (XElement feature in _cpu.Elements("feature"))
        {
            string name = (string?)feature.Attribute("name") ?? string.Empty;
            Refuse(name.Length == 0 || names.Contains(name));
            names.Add(name);
            string policy = Type == CpuType.Host ? string.Empty : (string?)feature.Attribute("policy") ?? "require";
            if (Type == CpuType.Guest)
            {
                Word(policy, "force", "require", "optional", "disable", "forbid");
            }

            Features.Add(policy.Length == 0 ? name : $"{policy}:{name}");
        }

        Refuse(names.Count > 0 && Model is null && Mode == "custom");
    }

    private string? Own(string attribute) => _isBare ? null : (string?)_cpu.Attribute(attribute);

    private static string? NonEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private void Refuse(bool condition) => _isRefused |= condition;

    private void Word(string? value, params string[] words) => Refuse(value is not null && !words.Contains(value));

    private void Number(XElement? element, string attribute, ulong min, ulong max, bool isRequired = false)
    {
        string? text = (string?)element?.Attribute(attribute);
        Refuse(text is null ? isRequired && element is not null : !IsNumber(text, min, max));
    }

    private static bool IsNumber(string text, ulong min, ulong max) => Decimal().Match(text) is { Success: true } match
        && BigInteger.Parse(match.Groups["digits"].Value, CultureInfo.InvariantCulture) is var number && number >= min && number <= max;

    [GeneratedRegex(@"\A[ \t\r\n]*\+?(?<digits>[0-9]+)\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Decimal();
}
