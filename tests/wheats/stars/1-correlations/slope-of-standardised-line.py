# title: r from np.polyfit on standardised columns, messy but right
# exercise: Exercise 1

# %% highest-correlations
#corr matrix doesnt work for me because of the text columns, so do it by hand
T=stars['Temperature'].values; L=stars['Luminosity'].values
S=stars['Size'].values; M=stars['A_M'].values
def norm(v): return (v-np.mean(v))/np.std(v)
T=norm(T);L=norm(L);S=norm(S);M=norm(M)
TL=np.polyfit(T,L,1)[0]
TS=np.polyfit(T,S,1)[0]
TM=np.polyfit(T,M,1)[0]
LS=np.polyfit(L,S,1)[0]
LM=np.polyfit(L,M,1)[0]
SM=np.polyfit(S,M,1)[0]
print(TL,TS,TM,LS,LM,SM)
liste=[(abs(TL),'Temperature','Luminosity'),(abs(TS),'Temperature','Size'),(abs(TM),'Temperature','A_M'),
       (abs(LS),'Luminosity','Size'),(abs(LM),'Luminosity','A_M'),(abs(SM),'Size','A_M')]
liste=sorted(liste)[::-1]
top_pairs=[(liste[0][1],liste[0][2]),(liste[1][1],liste[1][2])];top_pairs
