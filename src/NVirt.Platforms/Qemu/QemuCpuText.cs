using System.Globalization;
using NVirt.Cpu;
using NVirt.Platforms.Facts;
using NVirt.Xml;

namespace NVirt.Platforms.Qemu;

/// <summary>
/// Reads the value of <c>-cpu</c> with QEMU's precedence: first what has a value, in its order, then every +, then every - (formats.md 3).
/// </summary>
internal sealed class QemuCpuText
{
    // A QEMU takes no more.
    private const int MaxItems = 10_000;
    private const int VendorLength = 12;

    // What any host gives.
    private static readonly string[] Anywhere = ["hv-spinlocks", "hv-vendor-id", "hv-passthrough", "kvm-hint-dedicated"];

    private readonly PlatformText _text;
    private readonly PlatformReadOptions _options;
    private readonly int _line;
    private readonly int _column;
    private readonly Dictionary<string, (bool IsOn, string? Feature)> _features = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private uint? _family;
    private uint? _model;
    private uint? _stepping;

    /// <summary>Reads with messages that name a place.</summary>
    /// <param name="text">The document.</param>
    /// <param name="options">What is known besides.</param>
    /// <param name="line">The line of the value.</param>
    /// <param name="column">The column where the value begins.</param>
    public QemuCpuText(PlatformText text, PlatformReadOptions options, int line, int column)
    {
        _text = text;
        _options = options;
        _line = line;
        _column = column;
        Statement = new StatementBuilder(text, options, StatementSubject.Guest, StatementTruth.Request) { Line = line };
    }

    /// <summary>What was read.</summary>
    public StatementBuilder Statement { get; }

    /// <summary>Reads a value.</summary>
    /// <param name="value">All behind <c>-cpu</c>.</param>
    /// <param name="takesVerbs">Whether only + and - may stand there, as in oVirt's types.</param>
    public StatementBuilder Read(string value, bool takesVerbs = false)
    {
        List<QemuCpuItem> items = Split(value, out string model);
        SetModel(model);
        HashSet<string> signed = new(StringComparer.Ordinal);
        HashSet<string> valued = new(StringComparer.Ordinal);
        foreach (char sign in "=+-")
        {
            foreach (QemuCpuItem item in items.Where(i => i.Sign == sign))
            {
                if (takesVerbs && sign == '=')
                {
                    throw Refuse(item.Column, Text.Of(Messages.Read_Expected, "+NAME, -NAME"));
                }

                Take(item, sign == '=' ? valued : signed);
            }
        }

        foreach (string name in signed.Where(valued.Contains).Order(StringComparer.Ordinal))
        {
            Statement.Remark(StatementRemarkKind.Ambiguous, name);
        }

        Finish();
        return Statement;
    }

    private List<QemuCpuItem> Split(string value, out string model)
    {
        int comma = value.IndexOf(',', StringComparison.Ordinal);
        model = comma < 0 ? value : value[..comma];
        List<QemuCpuItem> items = [];
        for (int at = comma < 0 ? value.Length : comma + 1; at < value.Length;)
        {
            int end = value.IndexOf(',', at);
            end = end < 0 ? value.Length : end;
            string item = value[at..end];
            if (item.Length > 0)
            {
                items.Add(item[0] is '+' or '-' ? new QemuCpuItem(item[0], item[1..], "on", at)
                    : item.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals
                        ? new QemuCpuItem('=', item[..equals], item[(equals + 1)..], at)
                        : new QemuCpuItem('=', item, "on", at));
                if (items.Count > MaxItems)
                {
                    throw Refuse(at, Text.Of(Messages.Read_TooMany, MaxItems));
                }
            }

            at = end + 1;
        }

        return items;
    }

    private void SetModel(string model)
    {
        switch (model)
        {
            case "host":
                Statement.Class = StatementClass.HostPassthrough;
                Statement.Axes = Statement.Axes with { Migratable = true };
                break;
            case "max":
                Statement.Class = StatementClass.Maximum;
                Statement.Axes = Statement.Axes with { Migratable = true };
                break;
            case "base":
                Statement.Class = StatementClass.Minimum;
                break;
            default:
                Statement.SetModel(model, new Position(_line, _column));
                break;
        }
    }

    private void Take(QemuCpuItem item, HashSet<string> names)
    {
        string key = item.Name.Replace('_', '-');
        if (PlatformFacts.QemuKeys.Find(key) is { } row)
        {
            SetKey(key, row[1], item);
            return;
        }

        if (!QemuWords.TryFind(Statement.Space, item.Name, out string? canonical, out string? feature))
        {
            throw _text.Refuse(new Position(_line, _column + item.Column), CpuErrorKind.UnknownName,
                Statement.Space.Map.UnknownFeature(item.Name));
        }

        bool isOn = item.Sign == '+' || (item.Sign != '-' && Switch(item));
        names.Add(canonical);
        if (!_features.ContainsKey(canonical))
        {
            _order.Add(canonical);
        }

        _features[canonical] = (isOn, feature);
    }

    private void Finish()
    {
        foreach (string name in _order)
        {
            (bool isOn, string? feature) = _features[name];
            if (feature is null)
            {
                Statement.AddForeign((isOn ? "+" : "-") + name);
            }
            else
            {
                Statement.AddPolicy(feature, isOn ? CpuPolicy.Require : CpuPolicy.Disable);
            }
        }

        Statement.Axes = Statement.Axes with { HyperV = Named("hv-", "hv-"), Paravirtual = Named("kvm", string.Empty) };
        if (_family is { } family && _model is { } model)
        {
            Statement.Signature = new CpuSignature(family, model, _stepping ?? 0);
        }

        Statement.ApplyModel();
        if (Statement.Model is not null)
        {
            ApplyAccelerator();
        }

        Statement.ApplyPolicies();
    }

    // What is turned on of a hypervisor's own.
    private StatementNames? Named(string prefix, string dropped)
    {
        string[] names =
        [
            .. _order.Where(n => n.StartsWith(prefix, StringComparison.Ordinal) && _features[n] is { IsOn: true, Feature: null }
                && !Anywhere.Contains(n, StringComparer.Ordinal)).Select(n => n[dropped.Length..]),
        ];
        return names.Length > 0 ? new StatementNames(names) : null;
    }

    // The accelerator changes every named model before the options do.
    private void ApplyAccelerator()
    {
        if (_options.Kvm == false)
        {
            Statement.TurnOff(Statement.Space.SetOf("vme"));
            return;
        }

        foreach (string[] row in PlatformFacts.QemuKvmDefaults.Rows)
        {
            if (QemuWords.TryFind(Statement.Space, row[0], out _, out string? feature) && feature is not null)
            {
                Cpu.Map.FeatureSet one = Statement.Space.SetOf(feature);
                if (_options.Kvm is null)
                {
                    Statement.Leave(one);
                }
                else if (row[1] == "on")
                {
                    Statement.TurnOn(one);
                }
                else
                {
                    Statement.TurnOff(one);
                }
            }
        }
    }

    private void SetKey(string key, string kind, QemuCpuItem item)
    {
        StatementAxes axes = Statement.Axes;
        switch (kind)
        {
            case "bits":
                int bits = (int)Number(item, 52);
                Statement.Axes = bits is 0 ? axes : bits < 32 ? throw Wrong(item, "0, 32-52") : axes with { PhysBits = bits };
                break;
            case "guest-bits":
                int guestBits = (int)Number(item, 64);
                Statement.Axes = guestBits == 0 ? axes : axes with { GuestPhysBits = guestBits };
                break;
            case "vendor":
                if (item.Value.Length != VendorLength)
                {
                    throw Wrong(item, Messages.Qemu_Vendor);
                }

                Statement.SetVendorId(item.Value);
                break;
            case "hz":
                Statement.Axes = axes with { TscHz = Number(item, ulong.MaxValue) };
                break;
            case "scaled-hz":
                Statement.Axes = axes with { TscHz = Scaled(item) };
                break;
            case "switch":
                SetSwitch(key, Switch(item), item);
                break;
            case "number":
                SetNumber(key, (uint)Number(item, uint.MaxValue));
                break;
            default:
                if (key == "lbr-fmt" && Linux.LinuxHost.Hex(item.Value) is { } format)
                {
                    Statement.Axes = axes with { LbrFormat = format };
                }

                Statement.AddForeign(Text.Of("{0}={1}", key, item.Value));
                break;
        }
    }

    private void SetSwitch(string key, bool isOn, QemuCpuItem item)
    {
        isOn = item.Sign == '-' ? false : isOn;
        StatementAxes axes = Statement.Axes;
        switch (key)
        {
            case "host-phys-bits":
                Statement.Axes = axes with { HostPhysBits = isOn };
                break;
            case "migratable":
                Statement.Axes = axes with { Migratable = isOn };
                break;
            case "enforce":
                Statement.Axes = axes with { Enforce = isOn };
                break;
            case "pmu":
                Statement.Axes = axes with { Pmu = isOn };
                break;
            case "kvm":
                Statement.Axes = axes with { Hidden = !isOn };
                break;
            case "host-cache-info":
                Statement.Axes = axes with { CacheMode = isOn ? CpuCacheMode.Passthrough : CpuCacheMode.Disable };
                Statement.AddForeign((isOn ? "+" : "-") + key);
                break;
            default:
                Statement.AddForeign((isOn ? "+" : "-") + key);
                break;
        }
    }

    private void SetNumber(string key, uint value)
    {
        StatementAxes axes = Statement.Axes;
        switch (key)
        {
            case "level":
                Statement.Axes = axes with { Level = value };
                break;
            case "xlevel":
                Statement.Axes = axes with { ExtendedLevel = value };
                break;
            case "host-phys-bits-limit":
                Statement.Axes = axes with { MaxPhysBits = (int)Math.Min(value, 64) };
                break;
            case "ucode-rev":
                Statement.Axes = axes with { Microcode = value };
                break;
            case "family":
                _family = value;
                break;
            case "model":
                _model = value;
                break;
            case "stepping":
                _stepping = value;
                break;
            case "avx10-version":
                Statement.Axes = axes with { Avx10Version = value };
                goto default;
            default:
                Statement.AddForeign(Text.Of("{0}={1}", key, value));
                break;
        }
    }

    private bool Switch(QemuCpuItem item) => item.Value switch
    {
        "on" or "yes" or "true" => true,
        "off" or "no" or "false" => false,
        _ => throw Wrong(item, "on, off, yes, no, true, false"),
    };

    private ulong Number(QemuCpuItem item, ulong most)
    {
        bool isHex = item.Value.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        ReadOnlySpan<char> digits = item.Value.AsSpan(isHex ? 2 : 0);
        bool isNumber = isHex ? Digits.TryParseHex(digits, out ulong value) : Digits.TryParse(digits, out value);
        return isNumber && item.Sign == '=' && value <= most
            ? value
            : throw Wrong(item, Text.Of("0-{0}", most));
    }

    // A number with a fraction, and K, M or G for powers of a thousand.
    private ulong Scaled(QemuCpuItem item)
    {
        string value = item.Value;
        decimal scale = value.Length == 0 ? 1 : value[^1] switch
        {
            'k' or 'K' => 1_000,
            'm' or 'M' => 1_000_000,
            'g' or 'G' => 1_000_000_000,
            't' or 'T' => 1_000_000_000_000,
            _ => 1,
        };
        return value.Length <= 32
            && decimal.TryParse(scale == 1 ? value : value[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out decimal number)
            && number <= 1_000_000_000_000 && number * scale <= ulong.MaxValue
            ? (ulong)(number * scale)
            : throw Wrong(item, "2500000000, 2500M, 2.5G");
    }

    private Exception Wrong(QemuCpuItem item, string expected) => Refuse(
        item.Column,
        Text.Of(Messages.Read_Value, DocumentErrors.Quote(item.Name), DocumentErrors.Quote(item.Value), expected));

    private Exception Refuse(int column, string text) => _text.Refuse(_line, _column + column, text);
}
