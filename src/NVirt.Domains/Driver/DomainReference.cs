using System.Globalization;
using NVirt.Xml;

namespace NVirt.Domains.Driver;

/// <summary>
/// Which domain is meant: by name, by UUID, or by the number of a running one. Exactly one of the three is set.
/// </summary>
public sealed record DomainReference
{
    private DomainReference()
    {
    }

    /// <summary>The name; <see langword="null"/> if the domain is not given by name.</summary>
    public string? Name { get; private init; }

    /// <summary>The UUID; <see langword="null"/> if the domain is not given by UUID.</summary>
    public Guid? Uuid { get; private init; }

    /// <summary>The number; <see langword="null"/> if the domain is not given by number.</summary>
    public uint? Id { get; private init; }

    /// <summary>The domain with a UUID.</summary>
    public static implicit operator DomainReference(Guid uuid) => OfUuid(uuid);

    /// <summary>The domain with a name, even if the name looks like a UUID or a number.</summary>
    /// <param name="name">The name; no domain has an empty one.</param>
    public static DomainReference OfName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new DomainReference { Name = name };
    }

    /// <summary>The domain with a UUID.</summary>
    public static DomainReference OfUuid(Guid uuid) => new() { Uuid = uuid };

    /// <summary>The domain that has this number now.</summary>
    public static DomainReference OfId(uint id) => new() { Id = id };

    /// <summary>
    /// What a user means by a word: a UUID in any of its forms, a decimal number, or else a name. No name that can be defined
    /// looks like the other two (<see cref="DomainName"/>).
    /// </summary>
    public static DomainReference Parse(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return Guid.TryParse(word, out Guid uuid) ? OfUuid(uuid)
            : Digits.TryParse(word, out uint id) ? OfId(id)
            : OfName(word);
    }

    /// <summary>The name, UUID or number alone.</summary>
    public override string ToString() => Name ?? Uuid?.ToString() ?? Id!.Value.ToString(CultureInfo.InvariantCulture);
}
