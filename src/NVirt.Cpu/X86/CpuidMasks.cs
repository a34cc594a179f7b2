using System.Collections.Immutable;
using System.Numerics;
using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

/// <summary>
/// One letter for each bit of CPUID registers: how hypervisors that use bits are told what a guest sees. All of them are filled from the
/// same five sets (cpu-rules.md 4.5), with their own letters.
/// </summary>
/// <remarks>For NVirt.Cpu.Probe, NVirt.Xen and NVirt.VMware, which read or write bits; others need only names.</remarks>
public sealed class CpuidMasks(char unmentioned)
{
    private readonly SortedDictionary<X86Register, char[]> _registers = new(Comparer<X86Register>.Create(
        static (a, b) => (a.Leaf, a.Subleaf, a.Name).CompareTo((b.Leaf, b.Subleaf, b.Name))));

    /// <summary>The registers in which a bit is mentioned, by leaf, sub-leaf and name, each with its 32 letters, bit 31 first.</summary>
    public IEnumerable<(X86Register Register, string Letters)> Registers =>
        _registers.Where(r => r.Value.AsSpan().ContainsAnyExcept(unmentioned)).Select(r => (r.Key, new string(r.Value)));

    /// <summary>
    /// Fills masks from the five sets of a definition, which may have no model. MSR features cannot be in them.
    /// </summary>
    /// <param name="map">The map.</param>
    /// <param name="cpu">The definition.</param>
    /// <param name="letters">The letters.</param>
    /// <param name="others">The letter of features of the map that the definition neither names nor has through its model.</param>
    /// <exception cref="CpuException">A feature is unknown (unsupported), or the model is (unknown name).</exception>
    public static CpuidMasks Of(CpuMap map, CpuDefinition cpu, CpuidLetters letters, char others)
    {
        X86Driver driver = new(CpuArchitecture.X86_64, map);
        driver.ValidateFeatures(cpu);
        CpuEncoding sets = driver.EncodePolicies(cpu);

        // Later sets override earlier ones: the required set begins with the model's bits, and a feature may be named in addition.
        CpuidMasks masks = new(letters.Unmentioned);
        masks.Set(X86Projection.DataOf(map.X86, All(map.X86)), others);
        masks.Set(sets.Required, letters.Require);
        masks.Set(sets.Forced, letters.Force);
        masks.Set(sets.Optional, letters.Optional);
        masks.Set(sets.Disabled, letters.Disable);
        masks.Set(sets.Forbidden, letters.Forbid);
        return masks;
    }

    /// <summary>Refuses a definition that names features that cannot be expressed, reporting all of them at once.</summary>
    /// <param name="map">The map.</param>
    /// <param name="cpu">The definition; names that the map does not know are ignored.</param>
    /// <param name="lacksPlace">Whether a feature cannot be written and must not be left out either.</param>
    /// <param name="why">What the form can express, as a sentence.</param>
    /// <exception cref="CpuException">There are such features (unsupported).</exception>
    public static void RefuseWithoutPlace(X86Map map, CpuDefinition cpu, Func<CpuFeature, X86Register, bool> lacksPlace, string why)
    {
        ImmutableArray<CpuReason> reasons =
        [
            .. from feature in cpu.Features
               let place = map.FindFeature(feature.Name)
               where place >= 0 && lacksPlace(feature, map.FeatureBit(place).Register)
               select new CpuReason(CpuRule.FeatureNotExpressible, feature.Name)
               {
                   Coordinate = map.Coordinate(place),
                   Policy = feature.Policy,
                   Actual = why,
               },
        ];
        if (reasons.Length > 0)
        {
            throw new CpuException(new CpuRefusal(CpuErrorKind.Unsupported, reasons));
        }
    }

    /// <summary>Gives every bit of the data the letter.</summary>
    public void Set(CpuData data, char letter)
    {
        foreach (X86Item item in ((X86CpuData)data).AsSpan())
        {
            for (RegisterName name = RegisterName.Eax; !item.IsMsr && name <= RegisterName.Edx; name++)
            {
                X86Register register = new(IsMsr: false, item.Leaf, item.Subleaf, name);
                for (uint bits = item.Register(name); bits != 0; bits &= bits - 1)
                {
                    LettersOf(register)[CpuidMaskText.PlaceOf(BitOperations.TrailingZeroCount(bits))] = letter;
                }
            }
        }
    }

    /// <summary>Sets all letters of a register.</summary>
    public void Set(X86Register register, string letters) => letters.CopyTo(LettersOf(register));

    /// <summary>Whether the register has letters.</summary>
    public bool Contains(X86Register register) => _registers.ContainsKey(register);

    /// <summary>The map's features whose bits are mentioned, in map order, with their letters.</summary>
    public IEnumerable<(string Name, char Letter)> Features(X86Map map)
    {
        for (int feature = 0; feature < map.FeatureCount; feature++)
        {
            (X86Register register, int bit) = map.FeatureBit(feature);
            if (_registers.TryGetValue(register, out char[]? letters) && letters[CpuidMaskText.PlaceOf(bit)] is var letter
                && letter != unmentioned)
            {
                yield return (map.FeatureName(feature), letter);
            }
        }
    }

    /// <summary>The registers with bits that the map has no name for: where the lowest of them is, and how many there are.</summary>
    /// <param name="map">The map.</param>
    /// <param name="harmless">Letters of bits that do not count.</param>
    public IEnumerable<(string Coordinate, int Count)> Unnamed(X86Map map, string harmless)
    {
        HashSet<(X86Register, int)> named = [.. Enumerable.Range(0, map.FeatureCount).Select(map.FeatureBit)];
        foreach ((X86Register register, char[] letters) in _registers)
        {
            bool IsLost(int bit) => !harmless.Contains(letters[CpuidMaskText.PlaceOf(bit)]) && !named.Contains((register, bit));
            int[] bits = [.. Enumerable.Range(0, CpuidMaskText.Bits).Where(IsLost)];
            if (bits.Length > 0)
            {
                yield return (register.Coordinate(bits[0]), bits.Length);
            }
        }
    }

    private static FeatureSet All(X86Map map)
    {
        FeatureSet all = default;
        for (int feature = 0; feature < map.FeatureCount; feature++)
        {
            all.Add(feature);
        }

        return all;
    }

    private char[] LettersOf(X86Register register)
    {
        if (!_registers.TryGetValue(register, out char[]? letters))
        {
            _registers[register] = letters = new char[CpuidMaskText.Bits];
            Array.Fill(letters, unmentioned);
        }

        return letters;
    }
}
