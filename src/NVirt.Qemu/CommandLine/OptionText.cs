using System.Text;

namespace NVirt.Qemu.CommandLine;

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
