using NVirt.Cpu.Map;

namespace NVirt.Platforms.Linux;

/// <summary>
/// The flags that a Linux kernel shows of one processor, or of several: what each has. Not for use by several threads.
/// </summary>
internal sealed class LinuxFlags
{
    /// <summary>The most flags of one processor.</summary>
    public const int MaxFlags = 10_000;

    private const uint FirstZen = 0x17;
    private static readonly Version FirstNew = new(6, 12);

    private readonly LinuxNames _names;
    private readonly FeatureSpace _space;
    private readonly HashSet<string> _others = new(StringComparer.Ordinal);
    private FeatureSet _listed;
    private bool _isTooMany;

    public LinuxFlags(FeatureSpace space)
    {
        _space = space;
        _names = LinuxNames.Of(space);
    }

    /// <summary>Whether there were more than <see cref="MaxFlags"/>.</summary>
    public bool IsTooMany => _isTooMany;

    /// <summary>Takes the flags of one processor, with blanks between them.</summary>
    public LinuxFlags AddLine(ReadOnlySpan<char> flags)
    {
        int count = 0;
        foreach (Range range in flags.Split(' '))
        {
            ReadOnlySpan<char> flag = flags[range].Trim();
            if (!flag.IsEmpty)
            {
                Add(flag);
                if (++count > MaxFlags)
                {
                    _isTooMany = true;
                    break;
                }
            }
        }

        return this;
    }

    public void Add(ReadOnlySpan<char> flag)
    {
        int place = _names.Find(flag);
        if (place >= 0)
        {
            _listed.Add(place);
        }
        else if (_others.Count <= MaxFlags)
        {
            _others.GetAlternateLookup<ReadOnlySpan<char>>().Add(flag);
        }
    }

    /// <summary>Keeps what the other processor has, too, and says what differs.</summary>
    public IReadOnlyList<string> Intersect(LinuxFlags other)
    {
        FeatureSet differing = (_listed | other._listed) - (_listed & other._listed);
        _listed &= other._listed;
        string[] words = [.. _others.Except(other._others, StringComparer.Ordinal),
            .. other._others.Except(_others, StringComparer.Ordinal)];
        _others.IntersectWith(other._others);
        return differing.IsEmpty && words.Length == 0 ? [] : [.. _space.SortedNames(differing), .. words];
    }

    /// <summary>Says what follows for each feature (formats.md 26, 27).</summary>
    /// <param name="statement">Takes it; its vendor and signature are known, if they are.</param>
    /// <param name="options">What is known of the kernel.</param>
    /// <param name="isComplete">Whether the list is all that the kernel shows, so that its silence says something.</param>
    public void Apply(StatementBuilder statement, PlatformReadOptions options, bool isComplete = true)
    {
        bool byKernel = options.JudgesByKernel;
        FeatureSet there = _listed;
        if (!byKernel && statement.Vendor != "Intel"
            && !(statement.Vendor is "AMD" or "Hygon" && statement.Signature?.Family >= FirstZen))
        {
            there -= _names.Forced;
        }

        FeatureSet gone = default;
        ApplyMadeNames(statement, ref there, ref gone);
        statement.AddYes(there);
        if (isComplete)
        {
            FeatureSet shown = options.Kernel >= FirstNew ? _names.Shown : _names.Shown - _names.New;
            gone |= shown - _listed - _names.Added;
            gone = byKernel ? gone : gone - _names.Hidden;
            statement.AddNo(gone - there - EmulatedSsbd(statement));
        }

        FeatureSet withheld = _listed & _names.Withheld;
        if (!withheld.IsEmpty)
        {
            statement.Remark(StatementRemarkKind.WithheldByKvm, string.Join(", ", _space.SortedNames(withheld)));
        }

        foreach (string other in _others.Order(StringComparer.Ordinal))
        {
            statement.AddForeign(other);
        }
    }

    // The kernel makes these names of several bits (formats.md 27.2). Not listed, none of the bits is set.
    private void ApplyMadeNames(StatementBuilder statement, ref FeatureSet there, ref FeatureSet gone)
    {
        bool isIntel = statement.Vendor == "Intel";
        bool isAmd = statement.Vendor is "AMD" or "Hygon";
        bool isGuest = _space.Find("hypervisor") is >= 0 and var place && _listed.Contains(place);
        Take("ibrs", isIntel && !isGuest ? "spec-ctrl" : isAmd ? "ibrs" : null, ref there, ref gone, "spec-ctrl", "ibrs");
        Take("ibpb", isIntel && !isGuest ? "spec-ctrl" : isAmd ? "ibpb" : null, ref there, ref gone, "spec-ctrl", "ibpb");
        Take("stibp", isIntel ? "stibp" : isAmd ? "amd-stibp" : null, ref there, ref gone, "stibp", "amd-stibp");

        // Of AMD's, one may be a register that no bit announces.
        Take("ssbd", isIntel ? "ssbd" : null, ref there, ref gone, "ssbd", "virt-ssbd", "amd-ssbd");
        if (_others.Contains("ibrs_enhanced"))
        {
            there |= isIntel ? _space.SetOf("ibrs-all") : isAmd ? _space.SetOf("auto-ibrs") : default;
        }

        if ((isIntel || isAmd) && _others.Contains("constant_tsc") && _others.Contains("nonstop_tsc"))
        {
            there |= _space.SetOf("invtsc");
        }

        if (isIntel && _others.Contains("split_lock_detect"))
        {
            there |= _space.SetOf("core-capability");
        }

        if (_others.Contains("user_shstk"))
        {
            there |= _space.SetOf("cet-ss");
        }
    }

    // Where AMD's control is a register that no bit announces, KVM gives guests a bit that the host does not have.
    private FeatureSet EmulatedSsbd(StatementBuilder statement) =>
        statement.Vendor is "AMD" or "Hygon" && _others.Contains("ssbd") ? _space.SetOf("virt-ssbd") : default;

    private void Take(string name, string? meaning, ref FeatureSet there, ref FeatureSet gone, params string[] variants)
    {
        FeatureSet all = _space.SetOf(variants);
        if (!_others.Contains(name))
        {
            gone |= all;
        }
        else
        {
            if (meaning is not null)
            {
                there |= _space.SetOf(meaning);
            }

            gone -= all;
        }
    }
}
