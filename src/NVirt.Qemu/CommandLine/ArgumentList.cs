using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.CommandLine;

/// <summary>Collects the arguments of a command line, and the warnings about them.</summary>
internal sealed class ArgumentList
{
    // These never go into a web page.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<string> _items = [];
    private readonly List<string> _warnings = [];

    public IReadOnlyList<string> Items => _items;

    public IReadOnlyList<string> Warnings => _warnings;

    public ImmutableSortedDictionary<string, string> Environment { get; set; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>What is known of the guest's devices.</summary>
    public ImmutableArray<DeviceFacts> Devices { get; set; } = [];

    /// <summary>Adds an option without a value.</summary>
    public void Add(string option) => _items.Add(option);

    /// <summary>Adds an option whose value QEMU takes literally: a path, a number, a kernel's command line.</summary>
    public void Add(string option, string value)
    {
        _items.Add(option);
        _items.Add(value);
    }

    /// <summary>Adds an option whose value is a list of <c>name=value</c>.</summary>
    public void Add(string option, OptionText value) => Add(option, value.ToString());

    /// <summary>Adds an option whose value is JSON: <c>-object</c>, <c>-device</c>, <c>-blockdev</c>, <c>-netdev</c>.</summary>
    public void Add(string option, JsonObject value)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, Plain))
        {
            value.WriteTo(writer);
        }

        Add(option, Encoding.UTF8.GetString(text.ToArray()));
    }

    public void Warn(string warning) => _warnings.Add(warning);
}

/// <summary>A value in QEMU's option syntax: <c>head,name=value,name=value</c>. A comma inside a value is doubled.</summary>
internal sealed class OptionText
{
    private readonly StringBuilder _text = new();

    /// <summary>A value that begins with a word or number of its own, or with the first option.</summary>
    public OptionText(string? head = null) => _text.Append(Escape(head));

    public bool IsEmpty => _text.Length == 0;

    /// <summary>Adds an option; one without a value is left out.</summary>
    public OptionText Add(string name, string? value) => value is null ? this : Append($"{name}={Escape(value)}");

    /// <summary>Adds an option that is <c>on</c> or <c>off</c>; <see langword="null"/> is left out.</summary>
    public OptionText Add(string name, bool? value) => value is { } isOn ? Append(name + (isOn ? "=on" : "=off")) : this;

    public OptionText Add(string name, long value) => Append(NVirt.Xml.Text.Of("{0}={1}", name, value));

    public OptionText Add(string name, ulong value) => Append(NVirt.Xml.Text.Of("{0}={1}", name, value));

    /// <summary>Adds an option without a value.</summary>
    public OptionText Add(string name) => Append(name);

    /// <summary>Adds all options of another value.</summary>
    public OptionText Add(OptionText options) => options.IsEmpty ? this : Append(options.ToString());

    public override string ToString() => _text.ToString();

    private OptionText Append(string option)
    {
        if (!IsEmpty)
        {
            _text.Append(',');
        }

        _text.Append(option);
        return this;
    }

    private static string? Escape(string? value) => value?.Replace(",", ",,", StringComparison.Ordinal);
}
