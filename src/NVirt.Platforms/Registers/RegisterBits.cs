using System.Buffers.Binary;
using System.Text;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;

namespace NVirt.Platforms.Registers;

/// <summary>Registers of CPUID and MSRs that a document gives, with what it leaves out. Not for use by several threads.</summary>
internal sealed class RegisterBits
{
    private readonly Dictionary<(uint Leaf, uint Subleaf, RegisterName Name), (uint Value, uint Known)> _registers = [];
    private readonly Dictionary<(uint Index, RegisterName Half), (uint Value, uint Known)> _msrs = [];

    /// <summary>Whether a leaf of a range that is given, but that is not there itself, is all zero.</summary>
    public bool OmitsZero { get; init; }

    /// <summary>How many registers there are.</summary>
    public int Count => _registers.Count + _msrs.Count;

    /// <summary>Of raw data only what <see cref="ApplyIdentity"/> reads.</summary>
    /// <param name="data">The data.</param>
    /// <param name="isComplete">Whether a leaf that is not there is all zero.</param>
    public static RegisterBits IdentityOf(X86CpuData data, bool isComplete)
    {
        RegisterBits identity = new() { OmitsZero = isComplete };
        foreach (X86Item item in data.Items.Where(i => !i.IsMsr && RegisterAxes.Reads(i.Leaf)))
        {
            identity.TryAdd(item);
        }

        return identity;
    }

    /// <summary>Adds a register.</summary>
    /// <returns>Whether it is the first of its place.</returns>
    public bool TryAdd(uint leaf, uint subleaf, RegisterName name, uint value, uint known = uint.MaxValue) =>
        _registers.TryAdd((leaf, subleaf, name), (value, known));

    /// <summary>Adds a whole leaf.</summary>
    /// <returns>Whether it is the first of its place.</returns>
    public bool TryAdd(X86Item leaf) =>
        TryAdd(leaf.Leaf, leaf.Subleaf, RegisterName.Eax, leaf.Eax) && TryAdd(leaf.Leaf, leaf.Subleaf, RegisterName.Ebx, leaf.Ebx)
        && TryAdd(leaf.Leaf, leaf.Subleaf, RegisterName.Ecx, leaf.Ecx) && TryAdd(leaf.Leaf, leaf.Subleaf, RegisterName.Edx, leaf.Edx);

    /// <summary>Adds an MSR.</summary>
    /// <returns>Whether it is the first of its place.</returns>
    public bool TryAddMsr(uint index, ulong value, ulong known = ulong.MaxValue) =>
        _msrs.TryAdd((index, RegisterName.Eax), ((uint)value, (uint)known))
        && _msrs.TryAdd((index, RegisterName.Edx), ((uint)(value >> 32), (uint)(known >> 32)));

    /// <summary>Says what follows for the features, and for vendor, signature and axes.</summary>
    public void Apply(StatementBuilder statement)
    {
        ApplyIdentity(statement);
        X86Map map = statement.Space.Map.X86;

        // First CPUID: it says whether an MSR is there.
        foreach (bool isMsr in (bool[])[false, true])
        {
            foreach ((int index, X86Register register) in statement.Space.Registers.Where(r => r.Register.IsMsr == isMsr))
            {
                FeatureSet all = statement.Space.FeaturesIn(index);
                if (Find(register) is { } found)
                {
                    FeatureSet yes = default;
                    FeatureSet no = default;
                    map.AddFeatures(ref yes, index, found.Value & found.Known);
                    map.AddFeatures(ref no, index, ~found.Value & found.Known);
                    statement.AddYes(yes);
                    statement.AddNo(no);
                }
                else if (IsAbsent(register, statement))
                {
                    statement.AddNo(all);
                }
            }
        }

        statement.Axes = UnnamedBits.Of(statement.Axes, (register, bit) => IsSet(register, bit, statement));
    }

    private bool? IsSet(X86Register register, int bit, StatementBuilder statement) =>
        Find(register) is not { } found ? IsAbsent(register, statement) ? false : null
        : (found.Known >> bit & 1) == 0 ? null : (found.Value >> bit & 1) != 0;

    private (uint Value, uint Known)? Find(X86Register register) => register.IsMsr
        ? _msrs.TryGetValue((register.Leaf, register.Name), out (uint, uint) half) ? half : null
        : _registers.TryGetValue((register.Leaf, register.Subleaf, register.Name), out (uint, uint) value) ? value : null;

    // A leaf above the stated maximum is absent, and so is an MSR whose bit is clear.
    private bool IsAbsent(X86Register register, StatementBuilder statement)
    {
        if (register.IsMsr)
        {
            string enumerating = register.Leaf switch
            {
                0x10a => "arch-capabilities",
                0xcf => "core-capability",
                _ => "vmx",
            };
            return statement.Space.Find(enumerating) is >= 0 and var place && statement.No.Contains(place);
        }

        uint start = register.Leaf & 0xffff0000;
        return _registers.TryGetValue((start, 0, RegisterName.Eax), out (uint Value, uint Known) maximum)
            ? (maximum.Known == uint.MaxValue && maximum.Value >= start && register.Leaf > maximum.Value) || OmitsZero
            : OmitsZero;
    }

    /// <summary>Says only what follows for vendor, signature and axes.</summary>
    public void ApplyIdentity(StatementBuilder statement)
    {
        if (Whole(0, 0, RegisterName.Ebx) is { } b && Whole(0, 0, RegisterName.Edx) is { } d && Whole(0, 0, RegisterName.Ecx) is { } c
            && (b | c | d) != 0)
        {
            Span<byte> id = stackalloc byte[12];
            BinaryPrimitives.WriteUInt32LittleEndian(id, b);
            BinaryPrimitives.WriteUInt32LittleEndian(id[4..], d);
            BinaryPrimitives.WriteUInt32LittleEndian(id[8..], c);
            statement.SetVendorId(Encoding.Latin1.GetString(id));
        }

        if (Whole(1, 0, RegisterName.Eax) is { } eax and not 0)
        {
            statement.Signature = X86Signature.FromEax(eax);
        }

        statement.Axes = RegisterAxes.Of(statement.Axes, Whole);
    }

    private uint? Whole(uint leaf, uint subleaf, RegisterName name) =>
        _registers.TryGetValue((leaf, subleaf, name), out (uint Value, uint Known) found)
            ? found.Known == uint.MaxValue ? found.Value : null
            : OmitsZero && _registers.Count > 0 && subleaf == 0 ? 0 : null;
}
